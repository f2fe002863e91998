"""P: what must not stand in published material (rules P001, P002)."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lint.checks.rule import Example, Family, Hit, Outcome, SubmissionRule
from lint.checks.tools import Tools
from lint.language.folding import fold_width
from lint.model import Location, Submission
from lint.settings.sections import RuleOptions

_DIGIT_LETTERS = str.maketrans("0123456789", "abcdefghij")  # identity folds digits away: keep them apart


@dataclass(frozen=True, slots=True)
class _Line:
    """All the text of one line or row of the material, in reading order."""

    text: str
    location: Location
    table: int | None
    labels: frozenset[str]


PRIVACY = Family("P", "公开与隐私", 8)


class PersonalContact(SubmissionRule):
    """A person's telephone, identity card, bank card or mail address must not be published.

    Mobile numbers, identity numbers (with their check digit), bank cards (Luhn, beside words of
    banking) and mail addresses count anywhere; an office line only beside a named person. Not a
    defect: amounts, codes, time stamps, document numbers, an office line with no name. Messages mask
    the number.
    """

    code = "P001"
    name = "personal-contact"
    title = "公开材料中有个人联系方式、证件号"
    family = PRIVACY
    review = "完整性"
    about = "form"
    why = "绩效目标表随预算公开，经办人的手机号、证件号、银行卡号一经公开无法收回。"
    not_a_defect = "金额、项目代码、文号、填报时间戳不是号码；只写单位座机而没有姓名的不算。"
    bad = (
        Example(text="负责人: 经办人:王某某 联系电话:13912345678 填报日期:20231211103307", label="联系电话"),
        Example(text="填表人：李某某 联系电话：0357-2345678"),
        Example(text="收款人身份证号 11010519491231002X"),
        Example("时效指标", "报修响应（联系13812340000）", "≤2小时"),
        Example(text="意见请发送至 zhang.san@example.cn"),
        Example(text="开户行账号 6222021234567890128"),
    )
    good = (
        Example(text="负责人: 经办人: 联系电话: 填报日期: 20231211103307"),
        Example(text="项目代码 13912345678901 资金 13912345678元"),
        Example(text="信息公开咨询电话：0357-2345678"),
        Example(text="收款人身份证号 110105194912310021", note="校验位不符，不是身份证号"),
        Example("数量指标", "服务热线 12345 接听量", "≥2000件"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """Words beside which a number is a person's; `person_lines` is counted from the line that names a person."""

        person_words: tuple[str, ...]
        label_words: tuple[str, ...]
        person_lines: int
        phone_words: tuple[str, ...]
        bank_words: tuple[str, ...]

    options: Options

    def __init__(self, options: Options, tools: Tools) -> None:
        super().__init__(options, tools)
        people = "|".join(re.escape(word) for word in self.options.person_words)
        labels = "|".join(re.escape(word) for word in self.options.label_words)
        self._named = re.compile(rf"(?:{people})(?:[(（][^)）]*[)）])?\s*[:：]?\s*(?=({_NAME})(?:[^一-鿿]|{labels}|$))")

    def check_submission(self, submission: Submission) -> Iterable[Outcome]:
        """A hit for each number, at its line."""
        places: dict[tuple[str, str], list[_Line]] = defaultdict(list)
        nearby = 0  # lines since one that named a person
        for line in _lines(submission):
            nearby = self.options.person_lines if self._person(line.text) else max(0, nearby - 1)
            for found in self._numbers(line, nearby > 0):
                if not places[found] or places[found][-1] is not line:
                    places[found].append(line)
        for (kind, number), lines in places.items():
            hidden = masked(number)
            where = (
                f"，共{len(lines)}处（{_first_places([line.location for line in lines])}）" if len(lines) > 1 else ""
            )
            yield Hit(
                f"公开材料中出现{kind}{hidden}{where}。",
                "公开前请删除或遮盖；确需公开联系方式的，请改用单位公开电话，不写个人姓名。",
                confidence=0.95,
                location=lines[0].location,
                table=next((t for t in submission.tables if t.number == lines[0].table), None),
                subject=f"{kind} {hidden}".translate(_DIGIT_LETTERS),
                data={"kind": kind, "masked": hidden, "count": len(lines)},
            )

    def _numbers(self, line: _Line, named: bool) -> Iterator[tuple[str, str]]:
        text = line.text
        if not _HINT.search(text):
            return
        text = fold_width(text)
        taken: list[tuple[int, int]] = []
        for match in _IDENTITY.finditer(text):
            if is_identity_number(match[0]):
                taken.append(match.span())
                yield "身份证号", match[0]
        for match in _CARD.finditer(text):
            digits = re.sub(r"\D", "", match[0])
            if 16 <= len(digits) <= 19 and not _inside(match, taken) and luhn(digits) and self._near_bank(text, match):
                taken.append(match.span())
                yield "银行卡号", digits
        for match in _MOBILE.finditer(text):
            if not _inside(match, taken) and not text[match.end() :].lstrip().startswith(_AMOUNT_UNITS):
                taken.append(match.span())
                yield "手机号", re.sub(r"\D", "", match[0])
        for match in _MAIL.finditer(text):
            yield "电子邮箱", match[0]
        if named:
            for match in _OFFICE.finditer(text):
                if not _inside(match, taken) and self._phone_word(text, match):
                    yield "经办人办公电话", match[0]

    def _near_bank(self, text: str, match: re.Match[str]) -> bool:
        around = text[max(0, match.start() - 20) : match.end() + 20]
        return any(word in around for word in self.options.bank_words)

    def _person(self, text: str) -> bool:
        """Whether the line names a person after one of the words for who filled the form in."""
        labels = self.options.label_words
        return any(not text.startswith(labels, match.start(1)) for match in self._named.finditer(text))

    def _phone_word(self, text: str, match: re.Match[str]) -> bool:
        before = text[max(0, match.start() - 12) : match.start()]
        return any(word in before for word in self.options.phone_words)


class InternalMark(SubmissionRule):
    """A mark of internal use left in published material says that the wrong version was published.

    One finding a mark and submission, with the count and the first places. Not a defect: the words
    within a title or a sentence (《办法（征求意见稿）》 as work to be done).
    """

    code = "P002"
    name = "internal-mark"
    title = "公开材料带内部标记"
    family = PRIVACY
    review = "完整性"
    about = "form"
    why = "页面上留有“仅供内部审核”“征求意见稿”等标记，说明公开的不是定稿，也会引起误解。"
    not_a_defect = "正文里提到某文件的征求意见稿、保密工作等内容的不算。"
    bad = (
        Example(text="仅供内部审核\n仅供内部审核"),
        Example(text="2024年度部门预算公开（征求意见稿）"),
        Example(text="秘密★1年"),
        Example("数量指标", "印刷册数 仅供内部审核", "3000册"),
    )
    good = (
        Example(text="起草《机关节能管理办法（征求意见稿）》并广泛征求意见"),
        Example(text="做好涉密载体管理和内部资料归档工作"),
        Example("数量指标", "印刷征求意见稿份数", "≥30份"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`marks` count wherever they stand, `standing_marks` alone or in brackets at the end of a title of
        at most `longest_title` characters.
        """

        marks: tuple[str, ...]
        standing_marks: tuple[str, ...]
        longest_title: int

    options: Options

    def __init__(self, options: Options, tools: Tools) -> None:
        super().__init__(options, tools)
        marks = (*self.options.marks, *self.options.standing_marks, "★")
        self._any = re.compile("|".join(re.escape(mark) for mark in marks))

    def check_submission(self, submission: Submission) -> Iterable[Outcome]:
        """One hit a mark."""
        marked: dict[str, list[Location]] = defaultdict(list)
        for text, location in _texts(submission):
            flat = "".join(text.split())
            if not self._any.search(flat):
                continue
            flat = fold_width(flat)
            for mark in self.options.marks:
                if mark in flat:
                    marked[mark].append(location)
            for mark in self.options.standing_marks:
                if _stands_alone(mark, flat, self.options.longest_title):
                    marked[mark].append(location)
            for match in _SECRET.finditer(flat):
                marked[match[0]].append(location)
        for mark, found in marked.items():
            often = f"，共{len(found)}处" if len(found) > 1 else ""  # readers give a running mark once
            where = f"（{places}）" if (places := _first_places(found)) else ""
            yield Hit(
                f"材料中留有内部标记“{mark}”{often}{where}。",
                "请换用不带内部标记的定稿公开；若本件并非公开材料，请说明用途。",
                confidence=0.98,
                location=found[0],
                subject=mark,
                data={"mark": mark, "count": len(found)},
            )


_NAME = r"[一-鿿]\s?[一-鿿]{1,3}?(?:·[一-鿿]{1,6})?"
_HINT = re.compile(r"\d(?:[ -]?\d){6}|[@＠]")  # no number or address of a person is shorter
_MOBILE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d.%])")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{9}[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![\d.])\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![\d.])")
_MAIL = re.compile(r"(?<![\w.])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{2,24}){1,4}")
_OFFICE = re.compile(r"(?<![\d.-])(?:[(（]?0\d{2,3}[)）]?[- ]?)?[2-8]\d{6,7}(?![\d.%元万])")
_SECRET = re.compile(r"(?:绝密|机密|秘密)★(?:\d+[年月]|长期)?")
_AMOUNT_UNITS = ("元", "万", "亿", "美元", "吨", "千瓦", "度")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_IDENTITY_CHECKS = "10X98765432"


def masked(number: str) -> str:
    """A number or address with its middle hidden; never gives back the whole."""
    if "@" in number:
        name, _, host = number.partition("@")
        return f"{name[:1]}***@{host}"
    keep = 3 if len(number) >= 11 else 2
    tail = 4 if len(number) >= 11 else 2
    return number[:keep] + "*" * (len(number) - keep - tail) + number[-tail:]


def is_identity_number(text: str) -> bool:
    """Whether 18 characters are a resident identity number: a real birthday and check digit."""
    try:
        dt.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, text[:17], strict=True))
    return _IDENTITY_CHECKS[total % 11] == text[17].upper()


def luhn(digits: str) -> bool:
    """Whether a string of digits passes the Luhn check (ISO/IEC 7812)."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if index % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _inside(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start <= match.start() < end for start, end in spans)


def _stands_alone(mark: str, text: str, longest: int) -> bool:
    """Whether a mark is all of a short text, or closes a title in brackets."""
    bare = text.strip("()[]【】—-*·")
    return bare == mark or (len(text) <= longest and "《" not in text and text.endswith((f"({mark})", f"【{mark}】")))


def _texts(submission: Submission) -> Iterator[tuple[str, Location]]:
    for passage in submission.passages:
        yield passage.text, passage.location
    for note in submission.notes:
        yield note, Location()
    for table in submission.tables:
        yield table.title, table.location
        for row in table.indicators:
            yield row.name, row.location
            yield row.value, row.value_location or row.location


def _lines(submission: Submission) -> Iterator[_Line]:
    """The material's lines: passages of one line or grid row joined, then the cells of each row."""
    joined: dict[tuple[object, ...], list[tuple[str, Location, int | None, str]]] = defaultdict(list)
    for index, passage in enumerate(submission.passages):
        place = passage.location
        key: tuple[object, ...] = (place.page, place.sheet, place.part, place.line, place.row)
        if place.line is None and place.row is None:
            key = (index,)
        joined[key].append((passage.text, place, passage.table, passage.field))
    for parts in joined.values():
        text = " ".join(f"{field}：{text}" if field and field not in text else text for text, _, _, field in parts)
        labels = frozenset(field for _, _, _, field in parts if field)
        yield _Line(text, parts[0][1], parts[0][2], labels)
    for table in submission.tables:
        for row in table.indicators:
            cells = (row.name, row.value, row.unit, row.explanation, row.scoring, row.deviation)
            yield _Line(" ".join(cell for cell in cells if cell), row.location, table.number, frozenset())


def _first_places(places: Sequence[Location]) -> str:
    texts = list(dict.fromkeys(text for place in places if (text := _place_text(place))))
    return "、".join(texts[:_NAMED]) + ("等" if len(texts) > _NAMED else "")


_NAMED = 3  # places told by name


def _place_text(place: Location) -> str:
    if place.line is not None:
        return f"第 {place.line} 行"
    if place.page is not None:
        return f"第 {place.page} 页"
    return f"第 {place.row} 行" if place.row is not None else ""
