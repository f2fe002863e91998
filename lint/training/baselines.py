"""What a model has to beat: the commonest category, and a page of keyword rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lint.classify.features import value_forms
from lint.classify.labels import COST, NUMBER_OF
from lint.language.folding import fold_name
from lint.training.corpus import Row

# The first rule whose word the name contains decides; written once and not tuned.
_KEYWORDS: tuple[tuple[str, str], ...] = (
    ("满意", "服务对象满意度指标"),
    ("长效|可持续|持续|机制|使用年限|寿命|制度", "可持续影响指标"),
    ("污染|排放|节能|环保|生态|绿化|能耗|碳|节水|节电|植被|垃圾", "生态效益指标"),
    ("增收|收入|产值|节约资金|节约成本|经济|税收|利润|节支|损失", "经济效益指标"),
    ("及时|时间|时限|按时|按期|工期|周期|期限|进度|时效", "时效指标"),
    ("成本|费|单价|标准|总额|价|经费|预算|投资|工资|补贴", COST),
    ("率|合格|达标|完好|准确|质量|验收", "质量指标"),
    ("数量|人数|次数|面积|人次|个数|长度|台数|户数|场次|数", "数量指标"),
    ("提升|提高|保障|改善|影响|促进|服务|安全|就业|意识|知晓", "社会效益指标"),
)
_BY_FORM = {"money": COST, "date": "时效指标", "duration": "时效指标", "share": "质量指标", "count": "数量指标"}


def majority(train: Sequence[Row]) -> int:
    """The class most rows belong to."""
    counts = Counter(NUMBER_OF[row.true_level2] for row in train if row.true_level2 in NUMBER_OF)
    return counts.most_common(1)[0][0]


def by_keyword(name: str, value: str) -> int:
    """The class the keyword rules give; where no word hits, the value's form, else 社会效益."""
    plain = fold_name(name)
    for words, level2 in _KEYWORDS:
        if any(word in plain for word in words.split("|")):
            return NUMBER_OF[level2]
    return NUMBER_OF[_BY_FORM.get(value_forms(value)[0], "社会效益指标")]
