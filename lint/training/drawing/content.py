"""Whole forms as content, before any layout: rows from the corpora, invented names, people and amounts."""

import csv
import json
import re
import zlib
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache

from lint.settings.shipped import shipped

from .choice import Choice
from .model import Split

LEVELS_2015 = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
LEVELS_2021 = {
    "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
    "产出指标": ("数量指标", "质量指标", "时效指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
FOLDS = 4  # one group in four gives its rows to the split "held-out" only
_TARGET = re.compile(r"(≥|≤|＞|＜|>=|<=|>|<|=|＝)?\s*(\d[\d,.]*)\s*(\D{0,8})$")
_UNIT = re.compile(r"[%‰℃\w/·（）㎡°]+$")


@dataclass(frozen=True, slots=True)
class Target:
    """A target taken apart: canonical sign ("" when none), number and unit, or ``words`` when it cannot be
    measured so.
    """

    sign: str
    number: str
    unit: str
    words: str

    @property
    def measured(self) -> bool:
        """Whether the target is a number."""
        return not self.words and bool(self.number)


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator: canonical second level, name, target."""

    level2: str
    name: str
    target: Target


@dataclass(frozen=True, slots=True)
class Form:
    """The content of one form. Money in whole yuan; ``period`` None when the form has a year's goal only."""

    sector: str
    place: str
    project: str
    department: str
    implementer: str
    person: str
    phone: str
    year: int
    last_year: int
    annual: int
    period: int
    goal: str
    period_goal: str
    levels: dict[str, tuple[str, ...]]
    entries: tuple[Entry, ...]
    period_entries: tuple[Entry, ...]


def take_apart(text: str) -> Target:
    """Sign, number and unit of a target as printed; all of it ``words`` when it is no plain quantity."""
    match = _TARGET.fullmatch(text.strip())
    if match and (not match[3] or _UNIT.fullmatch(match[3])):
        sign = {"＞": ">", "＜": "<", ">=": "≥", "<=": "≤", "＝": "="}.get(match[1] or "", match[1] or "")
        return Target(sign, match[2], match[3], "")
    return Target("", "", "", text.strip())


def _held_out(key: str) -> bool:
    return zlib.crc32(key.encode()) % FOLDS == 0


@cache
def _groups(split: Split) -> tuple[tuple[str, str, tuple[Entry, ...]], ...]:
    """(sector, project, entries) of every form of the corpora that belongs to the split."""
    forms: dict[str, list[dict[str, str]]] = defaultdict(list)
    for file in ("blind_forms.jsonl", "authored.jsonl"):
        with (shipped("corpora") / file).open(encoding="utf8") as lines:
            for line in lines:
                row = json.loads(line)
                forms[row["group"]].append(row)
    groups = []
    for group, rows in forms.items():
        if _held_out(group) is (split == "held-out"):
            entries = tuple(Entry(row["level2"], row["name"], take_apart(row["value"])) for row in rows)
            groups.append((rows[0]["sector"], rows[0]["project"], entries))
    return tuple(groups)


@cache
def _names(split: Split) -> dict[str, dict[str, tuple[Entry, ...]]]:
    """Loose names with targets by sector and second level, of the split."""
    found: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    with (shipped("corpora") / "blind_names.tsv").open(encoding="utf8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["sector"] != "sector" and row["value"] and _held_out(row["name"]) is (split == "held-out"):
                entry = Entry(row["level2"], row["name"], take_apart(row["value"]))
                found[row["sector"]][row["level2"]].append(entry)
    return {sector: {level: tuple(rows) for level, rows in levels.items()} for sector, levels in found.items()}


_HEADS = (
    "云泽柳澄梅松芦岭白青临渭沙海锦丹花望石绿澜茶罗南北东西平安永新长和清宁德龙金玉明泰兴阳昌怀仁宝康武定水山川河湖江溪"
)
_TAILS = "岫川岸湖岭台汀东音禾江滩泉湾岩河坪江滨原海亭州城阳安定宁康平远丰陵源桥洲林塘屏浦关坝垭津昌口峰田"
_KINDS = ("县", "县", "市", "区", "区", "旗", "市")
_BUREAUS = [
    "教育局",
    "民政局",
    "财政局",
    "水务局",
    "卫生健康局",
    "农业农村局",
    "自然资源局",
    "住房和城乡建设局",
    "交通运输局",
    "文化旅游局",
    "生态环境局",
    "应急管理局",
    "市场监督管理局",
    "林业和草原局",
    "人力资源和社会保障局",
    "公安局",
    "司法局",
    "退役军人事务局",
    "城市管理局",
    "统计局",
    "审计局",
    "发展和改革局",
    "工业和信息化局",
    "商务局",
    "科学技术局",
    "医疗保障局",
    "乡村振兴局",
    "体育局",
    "档案馆",
    "残疾人联合会",
    "妇女联合会",
    "机关事务服务中心",
    "信访局",
    "粮食和物资储备中心",
    "大数据中心",
    "畜牧兽医局",
    "政务服务中心",
    "人民检察院",
    "人民法院",
    "委党校",
    "供销合作社联合社",
    "气象服务中心",
    "地方志编纂中心",
    "红十字会",
    "工商业联合会",
    "科学技术协会",
    "总工会",
    "园林事务中心",
    "房屋征收中心",
    "水产局",
    "教育体育局",
]
_UNITS = [
    "综合服务中心",
    "环境卫生管理站",
    "第一中学",
    "中医医院",
    "图书馆",
    "疾病预防控制中心",
    "农业技术推广中心",
    "水利工程管理所",
    "公路养护站",
    "市政工程管理处",
    "园林管理所",
    "农机安全监理站",
    "国有林场",
    "救助管理站",
    "养老服务中心",
    "职业技术学校",
    "文化馆",
    "数字化管理中心",
    "应急救援大队",
    "动物疫病预防控制中心",
    "社区卫生服务中心",
    "路灯管理所",
    "水文观测所",
    "不动产登记中心",
    "节能监察中心",
    "殡仪馆",
    "种子管理站",
    "档案服务中心",
    "就业服务中心",
    "体育场馆中心",
    "渔政执法大队",
    "桃源街道办事处",
    "柳林镇人民政府",
    "大坪乡人民政府",
    "白鹭街道办事处",
    "清源水务有限公司",
    "城乡环境服务有限公司",
    "幼儿园",
    "特殊教育学校",
    "口岸服务中心",
]
_SURNAMES = "邵贺段柏池阮魏秦陆尹顾骆谭祝温彭卓傅俞宁邹沈郁章梁喻康施童颜"
_GIVEN = "远帆明渠清云舟砚秋星河晓岚致宁书禾景行若溪立诚知夏一鸣长风思源承泽子衿文博安澜"
_PROJECT_TAILS = (
    "经费",
    "项目",
    "专项经费",
    "补助资金",
    "工作经费",
    "运行维护费",
    "专项资金",
    "服务采购项目",
    "建设项目",
    "保障经费",
    "资金",
    "",
)
_STARTS = ("围绕", "按照年度计划,实施", "严格落实", "通过实施", "依据上级部署,开展", "做好", "")
_ENDS = (
    "完成年度各项任务。",
    "保障各项工作正常开展。",
    "进一步提升服务水平。",
    "确保资金使用安全规范。",
    "群众满意度逐步提高。",
    "推动事业持续健康发展。",
    "为经济社会发展提供有力支撑。",
    "按期完成建设任务并投入使用。",
)


def _place(choice: Choice) -> str:
    return choice.one(_HEADS) + choice.one(_TAILS) + choice.one(_KINDS)


def _person(choice: Choice) -> str:
    start = choice.number(0, len(_GIVEN) - 2)
    return choice.one(_SURNAMES) + _GIVEN[start : start + choice.number(1, 2)]


def amount(choice: Choice) -> int:
    """An invented amount in yuan, from some thousands to some hundred millions, round as budgets are."""
    wan = 10 ** choice.random.uniform(-0.3, 3.2 if choice.chance(0.9) else 4.8)
    style = choice.random.random()
    if style < 0.45:
        return max(1, round(wan)) * 10_000
    if style < 0.8:
        return max(1, round(wan * 100)) * 100
    return max(1, round(wan * 10_000))


def _vary(choice: Choice, entry: Entry, scale: float) -> Entry:
    """The same indicator with another number; rates, years and small counts keep theirs."""
    target = entry.target
    if (
        not target.measured
        or target.unit.strip() in ("%", "‰", "年", "月", "日", "")
        or "." in target.number
        or "," in target.number
    ):
        return entry
    value = int(target.number)
    if value < 4:
        return entry
    return replace(
        entry, target=replace(target, number=str(max(1, round(value * scale * choice.random.uniform(0.7, 1.3)))))
    )


def _goal(choice: Choice, project: str, entries: tuple[Entry, ...]) -> str:
    picked = choice.some(entries, choice.number(1, 4))
    said = [entry.name + (full(entry.target) if choice.chance(0.6) else "") for entry in picked]
    style = choice.random.random()
    if style < 0.3:
        mark = choice.one(("目标{n}:", "{n}.", "{n}、", "({n})", "目标{n}.", "任务{n}:"))
        between = "\n" if choice.chance(0.5) else ""
        return between.join(
            mark.format(n=number) + text + choice.one(("。", ";")) for number, text in enumerate(said, 1)
        )
    if style < 0.6:
        return f"{choice.one(_STARTS)}{project},{'、'.join(said)},{choice.one(_ENDS)}"
    if style < 0.8:
        return f"{'，'.join(said)}，{choice.one(_ENDS)}"
    return choice.one(_ENDS)


def full(target: Target) -> str:
    """The target in one piece."""
    return target.words or f"{target.sign}{target.number}{target.unit}"


def _composed(choice: Choice, project: str | None = None) -> tuple[str, str, tuple[Entry, ...]]:
    """A form put together from the loose names of one sector."""
    names = _names(choice.split)
    sector = choice.one(tuple(names))
    levels = names[sector]
    entries: list[Entry] = []
    newer = choice.chance(0.3)
    for level2s in (LEVELS_2021 if newer else LEVELS_2015).values():
        for level2 in level2s:
            most = 5 if level2 == "数量指标" else 3
            count = choice.number(
                0 if level2 in ("成本指标", "经济效益指标", "生态效益指标", "社会成本指标") else 1, most
            )
            entries.extend(choice.some(levels.get(level2, ()), count))
    stem = (
        re.sub(r"(完成)?(率|数量|人数|个数|次数|面积|度|金额|数)$", "", choice.one(entries).name) if entries else sector
    )
    return sector, project or f"{stem}{choice.one(_PROJECT_TAILS)}", tuple(entries)


def form(choice: Choice, *, most: int = 40) -> Form:
    """A form's content drawn for the split: at most ``most`` indicators a half, order of the levels kept."""
    if choice.chance(0.6):
        sector, project, entries = choice.one(_groups(choice.split))
        if choice.chance(0.35):
            keep = choice.number(max(3, len(entries) // 2), len(entries))
            picked = set(choice.some(range(len(entries)), keep))
            entries = tuple(entry for number, entry in enumerate(entries) if number in picked)
    else:
        sector, project, entries = _composed(choice)
    entries = tuple(_vary(choice, entry, 1.0) for entry in entries)[:most]
    place = _place(choice)
    year = choice.number(2016, 2026)
    project = _project(choice, project, place, year)
    department = place + choice.one(_BUREAUS)
    annual = amount(choice)
    period = annual * choice.number(2, 5) if choice.chance(0.7) else annual
    newer = any(entry.level2 in LEVELS_2021["成本指标"] for entry in entries)
    levels = dict(LEVELS_2021 if newer else LEVELS_2015)
    if newer and choice.chance(0.5):
        levels = {
            **{key: levels[key] for key in ("产出指标", "效益指标", "满意度指标")},
            "成本指标": levels["成本指标"],
        }
    rank = {level2: number for number, level2 in enumerate(level for group in levels.values() for level in group)}
    entries = tuple(sorted((entry for entry in entries if entry.level2 in rank), key=lambda entry: rank[entry.level2]))
    return Form(
        sector=sector,
        place=place,
        project=project,
        department=_code(choice, department),
        implementer=department if choice.chance(0.35) else place + choice.one(_UNITS),
        person=_person(choice),
        phone=f"0999-555{choice.number(0, 9999):04d}",
        year=year,
        last_year=year + choice.number(1, 3),
        annual=annual,
        period=period,
        goal=_goal(choice, project, entries) if entries else "",
        period_goal=_goal(choice, project, entries) if entries else "",
        levels=levels,
        entries=entries,
        period_entries=tuple(
            _shortened(choice, _vary(choice, entry, period / annual)) for entry in entries if choice.chance(0.92)
        ),
    )


def _project(choice: Choice, project: str, place: str, year: int) -> str:
    style = choice.random.random()
    if style < 0.12:
        return f"{year}年{project}"
    if style < 0.2:
        return f"{place}{project}"
    if style < 0.25:
        return f"{place}{year}年{project}"
    if style < 0.28:
        return f"{choice.number(10**7, 10**8 - 1)}{choice.one('TRY')}{choice.number(10**8, 10**9 - 1):012d}-{project}"
    if style < 0.31:
        return f"{project}({choice.one(('续建', '一期', '二期', '市级', '省级专项', '县级配套', '追加'))})"
    return project


def _code(choice: Choice, department: str) -> str:
    style = choice.random.random()
    if style < 0.06:
        return f"[{choice.number(1, 999):03d}]{department}"
    if style < 0.1:
        return f"{choice.number(101, 899)}-{department}"
    if style < 0.13:
        return f"{choice.number(101001, 899020)}-{department}"
    return department


def _shortened(choice: Choice, entry: Entry) -> Entry:
    """Now and then a name cut short in one half, as narrow cells do."""
    if len(entry.name) > 6 and choice.chance(0.03):
        return replace(entry, name=entry.name[:-1])
    return entry


def invented_place(choice: Choice) -> str:
    """The name of an invented county, city or district."""
    return _place(choice)


def invented_unit(choice: Choice, place: str) -> str:
    """The name of an invented public unit of the place."""
    return place + choice.one(_UNITS)


def invented_bureau(choice: Choice, place: str) -> str:
    """The name of an invented department of the place."""
    return place + choice.one(_BUREAUS)


def invented_person(choice: Choice) -> str:
    """An invented person's name."""
    return _person(choice)
