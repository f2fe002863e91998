"""P001 and P002: numbers of persons and nothing else; never the whole number in a report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.checks import build, select
from lint.checks.engine.walk import Engine
from lint.checks.rules.privacy import is_identity_number, luhn, masked
from lint.model import Finding, Location, Passage, Submission
from tests.shipped import TOOLS

ENGINE = Engine(build(select(["P"], []), TOOLS), TOOLS)


def found(*texts: str, label: str = "") -> list[Finding]:
    passages = tuple(Passage(text, Location(line=n), label) for n, text in enumerate(texts, 1))
    return ENGINE.check(Submission("a.txt", "text", passages=passages))[0]


@pytest.mark.parametrize(
    "text",
    [
        "负责人: 经办人: 联系电话: 填报日期: 20231211103307",
        "填报日期:20250114164443",
        "金额13912345678元",
        "项目编码1391234567890",
        "13912345678.00",
        "统一社会信用代码 91110105MA01ABCD12",
        "单位公开电话：0357-2345678",
        "文号 泽直管发〔2020〕90号 2012604 2080502",
        "经办人: 联系电话: 0357-2345678",
        "负责人：（签字） 联系电话：2345678",
        "预算3456789元，负责人：王某某",
        "项目负责人对工程进行检查，信息公开电话：0357-2345678",
    ],
)
def test_codes_amounts_and_stamps_are_no_persons(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("联系电话：13912345678", "手机号", "13912345678"),
        ("电话 139-1234-5678", "手机号", "1234"),
        ("＋86 13912345678", "手机号", "13912345678"),
        ("身份证 11010519491231002X", "身份证号", "19491231"),
        ("经办人：张某 电话：0357-2345678", "经办人办公电话", "0357-2345678"),
        ("负责人: 经办人:李某某 联系电话:0356-3032123 填报日期: 20231211110048", "经办人办公电话", "0356-3032123"),
        ("账号：6222 0212 3456 7890 128", "银行卡号", "0212"),
        ("邮箱 zhang.san@example.cn", "电子邮箱", "zhang.san"),
    ],
)
def test_numbers_of_persons_are_found_and_masked(text: str, kind: str, secret: str) -> None:
    findings = found(text)
    assert [finding.data["kind"] for finding in findings] == [kind]
    shown = f"{findings[0].message}{findings[0].suggestion}{findings[0].data}{findings[0].name}{findings[0].value}"
    assert secret not in shown
    assert "*" in findings[0].message


def test_a_telephone_on_the_line_below_the_name_is_theirs() -> None:
    assert [f.data["kind"] for f in found("填表人：王某某", "联系电话：0357-2345678")] == ["经办人办公电话"]
    assert found("填表人：王某某", "正文", "正文", "正文", "信息公开电话：0357-2345678") == []


def test_two_numbers_are_two_findings_and_a_repeat_is_counted() -> None:
    findings = found("手机13912345678、13887654321", "手机13912345678")
    assert len({finding.fingerprint for finding in findings}) == len(findings) == 2
    repeated = next(finding for finding in findings if "5678" in finding.message)
    assert sorted(finding.data["count"] for finding in findings) == [1, 2]
    assert "共2处（第 1 行、第 2 行）" in repeated.message


def test_a_mark_is_one_finding_with_its_count() -> None:
    findings = found(*["仅供内部审核"] * 200, "正文", "仅 供 内 部 审 核")
    assert [(finding.code, finding.data["count"]) for finding in findings] == [("P002", 201)]
    assert "第 1 行、第 2 行、第 3 行" in findings[0].message


@pytest.mark.parametrize(
    "text", ["做好内部资料归档", "起草办法（征求意见稿）并征求各单位意见", "印发《方案（讨论稿）》", "机密文件管理制度"]
)
def test_words_in_a_sentence_are_no_marks(text: str) -> None:
    assert found(text) == []


@pytest.mark.slow
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_mask_hides_the_middle(number: str) -> None:
    hidden = masked(number)
    assert len(hidden) == len(number)
    assert hidden.count("*") == 4
    assert (hidden[:3], hidden[-4:]) == (number[:3], number[-4:])


@given(st.from_regex(r"[0-9]{15}", fullmatch=True), st.integers(0, 9))
def test_luhn_accepts_one_check_digit_only(digits: str, last: int) -> None:
    accepted = [check for check in range(10) if luhn(f"{digits}{check}")]
    assert len(accepted) == 1
    assert luhn(f"{digits}{last}") == (last == accepted[0])


def test_identity_number_needs_birthday_and_check_digit() -> None:
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310021")
    assert not is_identity_number("110105194913310029")
