"""The rules of the contract: codes, names, titles, severities; what every rule must carry."""

from __future__ import annotations

import re

import pytest

from lint.checks import all_rules
from lint.checks.rule import CorpusRule, Rule
from lint.model import Severity
from lint.settings import load

CONTRACT = """
V001 vague-value 指标值含糊，无法核验 error
V002 value-repeats-name 指标值复述指标名称 error
V003 missing-value 有指标名称而无指标值 error
V004 meaningless-target 目标无约束力或不可能（≥0、满意度 >100% …） warning
V005 missing-comparator 定量值没有 ≥ ≤ ＝ info
U001 unit-mismatch 单位与指标的量纲不符 error
U002 missing-unit 数值缺单位 warning
U003 quantity-as-percentage 数量指标写成百分比 warning
U004 nonstandard-unit 单位写法不规范 info
U005 amount-scale 金额疑似元/万元混用 warning
C001 misplaced-indicator 指标放错二级类别 warning
C002 level-mismatch 一级与二级类别不对应 warning
C003 name-is-category 三级指标名称只是类别名 error
D001 near-duplicate-table 两张表近乎照抄 warning
D002 duplicate-indicator 同表内重复指标 warning
D003 leftover-text 从别的项目照搬而未改的内容 warning
A001 cost-exceeds-budget 成本指标大于项目资金 error
A002 funds-do-not-add-up 资金分项与总额不符 error
T001 year-mismatch 年份与预算年度不符 warning
T002 no-deadline 时效指标没有时限 warning
T003 invalid-date 日期不存在 error
S001 category-missing 缺少必设的二级指标 warning
S002 satisfaction-missing 缺少满意度指标 info
S003 period-conflict 实施期与年度指标互相矛盾 warning
P001 personal-contact 公开材料中有个人联系方式、证件号 warning
P002 internal-mark 公开材料带内部标记 warning
X001 uncertain-extraction 版面错位，抽取结果需人工核对 info
X002 unreadable-file 文件无法读取 error
"""
LINES = [re.match(r"(\w+) ([\w-]+) (.+) (\w+)$", line) for line in CONTRACT.strip().splitlines()]
STATED = {match[1]: (match[2], match[3], match[4]) for match in LINES if match}
RULES = {rule.code: rule for rule in all_rules()}
SOURCES = ("中发〔2018〕34号", "财预〔2015〕88号", "财预〔2020〕10号", "财预〔2021〕101号")


def test_rules_are_those_of_the_contract_in_its_order() -> None:
    assert [rule.code for rule in all_rules()] == list(STATED)


@pytest.mark.parametrize("code", STATED)
def test_rule_is_as_the_contract_states(code: str) -> None:
    name, title, severity = STATED[code]
    rule = RULES[code]
    assert (rule.name, rule.title) == (name, title)
    options = load().rule(code)
    assert options["enabled"] is True
    assert Severity(options["severity"]) == severity


@pytest.mark.parametrize(
    "rule", [rule for rule in all_rules() if not issubclass(rule, CorpusRule)], ids=lambda rule: rule.code
)
def test_rule_explains_itself(rule: type[Rule]) -> None:
    assert rule.__doc__
    assert len(rule.__doc__.strip()) > 60
    assert rule.why.endswith("。")
    assert rule.not_a_defect.endswith("。")
    assert rule.review in ("完整性", "相关性", "适当性", "可行性")
    assert not rule.basis or any(source in rule.basis for source in SOURCES)
    assert len(rule.bad) >= 3
    assert len(rule.good) >= 3
