"""Grades: the documented scheme, and no grade where most could not be judged."""

from dataclasses import replace

import pytest

from lint.model import Coverage, FileReport
from lint.reports.facts.figures import count_file, group_by_file
from lint.reports.facts.grades import OVERALL, UNGRADED, choose_word, grade
from lint.reports.facts.grouping import group_by_cause, join_hints, split_common
from lint.reports.facts.rulebook import Rulebook
from lint.settings import load
from tests.reports import samples

RULES = Rulebook(samples.RULES)


def graded(report, settings, index=0):
    file = report.files[index]
    return {item.review: item for item in grade(file, group_by_file(report)[file.path], RULES, settings)}


def test_the_example_of_the_documentation(report, settings):
    found = graded(report, settings)
    # 27 rows, 1 of them unread; 适当性: 6 V001 at 1 row each, the U001 follow from the shift
    assert found["适当性"].rows == 26
    assert found["适当性"].score == round(100 - 100 * 6 / 26, 1)
    assert found["适当性"].word == "中"
    assert found["相关性"].score == round(100 - 100 * 3 * 0.5 * 2 / 26, 1)  # both halves carry it
    assert found["完整性"].score == round(100 - 100 * (3 * 0.5 + 0.05) / 27, 1)
    assert found["可行性"].score == round(100 - 100 * 3 * 0.05 / 26, 1)
    mean = sum(found[review].score for review in ("完整性", "相关性", "适当性", "可行性")) / 4
    assert found[OVERALL].score == pytest.approx(mean, abs=0.1)


def test_the_overall_grade_is_held_near_the_worst(report):
    free = graded(report, load())[OVERALL]
    assert (free.word, free.why) == ("良", "")
    held = graded(report, load(flags={"grades.above_worst": 0}))[OVERALL]
    assert held.score == free.score
    assert (held.word, held.why) == ("中", "受最低一项审核的等级限制")


def test_weights_and_shares_come_from_the_settings(report, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("[grades.weights]\nerror = 2.0\n[grades.shares]\n适当性 = 75.0\n".replace("适当性", '"适当性"'))
    found = graded(report, load(path))
    assert found["适当性"].score == round(100 - 100 * 12 / 26, 1)
    assert found[OVERALL].score < graded(report, load())[OVERALL].score


BOUNDS = [(100, "优"), (90, "优"), (89.9, "良"), (80, "良"), (60, "中"), (59.9, "差")]


@pytest.mark.parametrize(("score", "word"), BOUNDS)
def test_bounds(score, word, settings):
    assert choose_word(score, settings) == word


def test_no_grade_where_most_could_not_be_judged(settings):
    file = FileReport("a.txt", "performance-form", 1, 10, 0.1, {"V001": Coverage(4, 0, 0, 6, ("错位（6）",))})
    found = {item.review: item for item in grade(file, [], RULES, settings)}
    assert found["适当性"].word == UNGRADED
    assert "60%" in found["适当性"].why
    assert found[OVERALL].word == UNGRADED
    half = replace(file, coverage={"V001": Coverage(5, 0, 0, 5)})
    assert {item.review: item.word for item in grade(half, [], RULES, settings)}["适当性"] == "优"


def test_a_run_that_checked_nothing_is_not_graded(settings):
    file = FileReport("a.txt", "performance-form", 1, 10, 0.1, {})
    assert {item.word for item in grade(file, [], RULES, settings)} == {UNGRADED}


def test_unread_files_and_other_documents_get_no_grade(report, settings):
    assert {item.word for item in graded(report, settings, 2).values()} == {UNGRADED}
    other = replace(report.files[1], kind="other")
    assert {item.word for item in grade(other, [], RULES, settings)} == {UNGRADED}


def test_figures(report):
    figures = count_file(report.files[0], group_by_file(report)[report.files[0].path], report.submissions[0], RULES)
    assert (figures.tables, figures.rows, figures.unread, figures.judged) == (4, 27, 1, 26)
    assert figures.targets == 26
    assert figures.measurable == 20
    assert figures.findings == 17
    assert figures.explained == 1
    without = count_file(report.files[0], group_by_file(report)[report.files[0].path], None, RULES)
    assert without.unread == 1


def test_findings_of_one_cause_are_told_once_and_none_is_lost(single):
    groups = group_by_cause(single.findings)
    assert sum(len(group.members) for group in groups) == len(single.findings)
    (shifted,) = [group for group in groups if group.kind == "cause"]
    assert shifted.head.code == "X001"
    assert [follower.code for follower in shifted.followers] == ["U001"] * 3


def test_a_missing_or_circular_cause_loses_nothing(single):
    first, second, *rest = single.findings
    loop = (replace(first, cause=second.fingerprint), replace(second, cause=first.fingerprint), *rest)
    assert sum(len(group.members) for group in group_by_cause(loop)) == len(loop)
    orphans = tuple(replace(finding, cause="gone") for finding in single.findings)
    (group,) = group_by_cause(orphans)
    assert len(group.members) == len(orphans)


def test_common_defects_are_told_once(single):
    groups = group_by_cause(single.findings)
    shared, rest = split_common(groups, 3)
    assert {group.head.code for group in shared} == {"V001", "C001", "V005"}
    assert all(len(group.members) == 3 for group in shared)
    assert sum(len(group.members) for group in (*shared, *rest)) == len(single.findings)
    assert split_common(groups, 4)[0] == []


def test_hints_of_one_rule_in_one_table_are_told_as_one(single):
    hint = next(finding for finding in single.findings if finding.code == "V005")
    several = tuple(replace(hint, fingerprint=f"{n:016x}") for n in range(4))
    (group,) = join_hints(group_by_cause(several), 3)
    assert group.kind == "alike"
    assert len(group.members) == 4
    assert len(join_hints(group_by_cause(several[:2]), 3)) == 2


def test_every_rule_belongs_to_one_of_the_four_reviews():
    from lint.checks import all_rules
    from lint.reports.facts.rulebook import REVIEWS

    assert {rule.review for rule in all_rules()} == set(REVIEWS)
