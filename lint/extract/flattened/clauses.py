"""One clause of prose → an indicator's name and its target: 种植≥9800株, 完成时限，2025年9月底前, 在线率（≥97%）."""

from __future__ import annotations

import re

from lint.extract.flattened.grammar import AMOUNT, DATE_LIKE, UNIT_CHARS, shape, without_mark
from lint.extract.flattened.model import FlattenedModel, place_text
from lint.language.folding import squash

_SIGNED = re.compile(
    r"[≥≤≧≦⩾⩽＞＜><＝═]|>=|<=|=|大于等于|小于等于|不低于|不高于|不少于|不超过|不大于|不小于|不突破|不高出|不晚于|大于|小于|高于|低于|超过|至少|至多|达到|达(?=\d)|控制在|(?<=[数量率度])为(?=\d)|"
    r"(?:同比|较上年|比上年)?(?:下降|减少|缩短|提高|提升|增长|增加|降低)(?:到|至|了)?(?=\s*\d)"
)
_BRACKETED = re.compile(
    r"^(.{2,60}?)\s*[(（]\s*([^()（）]{1,40}(?:[(（][^()（）]{1,12}[)）][^()（）]{0,10})?)\s*[)）]$"
)
_COLON = re.compile(r"^([^:：]{2,40})[:：]\s*(.{1,40})$")
_COMMA = re.compile(r"^([^,，]{2,40})[,，]\s*([^,，]{1,24})$")
_TRAILING = re.compile(
    r"^(.*?[\u4e00-\u9fffA-Za-z)）”])\s*((?:约|每[年月日周季]|第)?\s*\d[\d,，]*(?:\.\d+)?\s*[万亿千]?\s*(?:"
    + UNIT_CHARS
    + r").{0,8})$"
)
_DATE_AT_END = re.compile(
    r"^(.*?[\u4e00-\u9fff)）])((?:(?:19|20)\d\d年)(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|初|中旬|上旬|下旬)?(?:之?以?前|内|全年)?|\d{1,2}月(?:\d{1,2}日)?(?:底|末|初|中旬|上旬|下旬)?(?:之?以?前|内)?)$"
)
_DATE_FIRST = re.compile(r"^((?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日)?(?:底|末|初)?(?:之?以?前|内))(.{3,30})$")
_AMOUNT_FIRST = re.compile(r"^(\d+(?:分钟|小时|日|天|个工作日|工作日)(?:内|以内))(.{2,20})$")
_LEAST_ODDS = -1.0  # of a cut before a state word, below which the clause is left whole


def is_target(text: str) -> bool:
    """Whether a text is a target by its form: an amount, a date, something compared."""
    if "*" in text:  # a template's placeholder
        return False
    return shape(text) in ("amount", "date", "compared") or bool(AMOUNT.match(squash(text)))


def parted(clause: str, model: FlattenedModel) -> tuple[str, str, bool]:
    """Name, target, and whether the border between them is beyond doubt; the target "" where none was found."""
    text = without_mark(clause).strip(" 。；;，,、")
    for pattern in (_BRACKETED, _COLON):
        found = pattern.match(text)
        if found and (is_target(found[2]) or _is_state(found[2], model)):
            return found[1], found[2], True
    found = _SIGNED.search(text)
    if found and found.start() > 1:
        return (
            text[: found.start()].rstrip(" ，,:："),
            text[found.start() :],
            bool(re.search(r"\d", text[found.start() :])),
        )
    found = _COMMA.match(text)
    if found and (is_target(found[2]) or _is_state(found[2], model)):
        return found[1], found[2], True
    if found := _DATE_FIRST.match(text):
        return found[2], found[1], False
    for pattern in (_TRAILING, _DATE_AT_END):
        found = pattern.match(text)
        if found and len(found[1]) > 1:
            return found[1].rstrip(" ，,:："), found[2], True
    if DATE_LIKE.match(text) or _AMOUNT_FIRST.match(text):
        return text, "", False
    return _by_words(text, model)


def _is_state(text: str, model: FlattenedModel) -> bool:
    said = model.roles(text)
    return len(text) <= 14 and said["value"] >= max(said["name"], said["text"]) - 0.5


def _by_words(text: str, model: FlattenedModel) -> tuple[str, str, bool]:
    """A clause cut before its state word (林分质量有效改善), by the models; whole where no cut is likely."""
    plain = place_text(text)
    best, at = -9.0, 0
    for place in range(2, len(text) - 1):
        odds = model.cut_odds(plain, place)
        if odds < _LEAST_ODDS - 2:
            continue
        score = odds + model.roles(text[:place])["name"] + model.roles(text[place:])["value"]
        if score > best:
            best, at = score, place
    if best < _LEAST_ODDS - 1.0:
        return text, "", False
    return text[:at].rstrip(" ，,:："), text[at:], False
