"""Reports made by hand: several files, all severities, causes, both halves, hostile and long texts."""

from dataclasses import replace

from lint.checks.engine.identity import fingerprint
from lint.model import (
    ANNUAL,
    LEVEL1_OF_LEVEL2,
    Coverage,
    FileReport,
    Finding,
    Indicator,
    Location,
    Report,
    RuleFacts,
    Severity,
    Submission,
    Table,
)

HOSTILE_NAME = "<script>alert('x')</script>&<img src=x onerror=alert(1)>"
FORMULA = "=cmd|'/C calc'!A0"
LONG = "保障县直机关办公大院水电暖供应及消防安防设施设备正常运转" * 12

ROWS = [
    ("数量指标", "更新公务用车数量", "≤18辆"),
    ("数量指标", "承担接待任务次数", "按需"),
    ("质量指标", "车辆验收合格率", "100%"),
    ("时效指标", "更新完成时间", "及时"),
    ("成本指标", "供暖时间", "2024年11月15日"),
    ("社会效益指标", "提升服务水平", "提升服务水平"),
    ("可持续影响指标", "长效机制", "健全"),
    ("服务对象满意度指标", "使用人员满意度", "95%"),
]


TITLES = {
    "V001": ("vague-value", "指标值含糊，无法核验", "适当性"),
    "V002": ("value-repeats-name", "指标值复述指标名称", "适当性"),
    "V003": ("missing-value", "有指标名称而无指标值", "完整性"),
    "V005": ("missing-comparator", "定量值没有 ≥ ≤ ＝", "可行性"),
    "U001": ("unit-mismatch", "单位与指标的量纲不符", "适当性"),
    "C001": ("misplaced-indicator", "指标放错二级类别", "相关性"),
    "D001": ("near-duplicate-table", "两张表近乎照抄", "相关性"),
    "S001": ("category-missing", "缺少必设的二级指标", "完整性"),
    "X001": ("uncertain-extraction", "版面错位，抽取结果需人工核对", "完整性"),
    "X002": ("unreadable-file", "文件无法读取", "完整性"),
}


RULES = {
    code: RuleFacts(
        code,
        name=name,
        title=title,
        family=code[0],
        order=order,
        severity=Severity.ERROR,
        review=review,
        about="target" if code[0] in "VU" else "form" if code in ("D001", "S001") else "row",
        measurable=code in ("V001", "V002", "V003"),
    )
    for order, (code, (name, title, review)) in enumerate(TITLES.items())
}
"""The words of the rules are other modules' matter: golden reports do not change with them."""


def indicator(level2, name, value, line, *, period=ANNUAL, uncertain=False, **places):
    reasons = ("列错位",) if uncertain else ()
    place = Location(line=line, **places)
    level1 = LEVEL1_OF_LEVEL2[level2]
    return Indicator(period, level1, level2, name, value, location=place, uncertain=uncertain, reasons=reasons)


def finding(code, rule, severity, table, row, *, file, message="", suggestion="改为可核验的数量。", **rest):
    department = "清水县机关事务中心"
    location = rest.pop("location", row.location if row else table.location)
    name, value = (row.name, row.value) if row else ("", "")
    level2, period = (row.level2, row.period) if row else ("", "")
    mark = fingerprint(code, department, table.project, period, level2, name, value, rest.pop("subject", ""))
    return Finding(
        code,
        rule,
        severity,
        message or f"“{name}”的指标值“{value}”无法核验。",
        suggestion,
        file,
        location,
        table.number,
        table.project,
        department,
        period,
        level2,
        name,
        value,
        fingerprint=mark,
        **rest,
    )


def table_of(number, project, rows=ROWS, *, start=1, year=2024):
    rows = tuple(indicator(*row, line=start + 3 + index) for index, row in enumerate(rows))
    title = f"{project}项目支出绩效目标表"
    return Table(
        number,
        title,
        project,
        "清水县机关事务中心",
        year=year,
        annual_budget=440000.0,
        indicators=rows,
        location=Location(line=start),
        end=Location(line=start + 3 + len(rows)),
    )


def vague(table, row, file):
    return finding("V001", "vague-value", Severity.ERROR, table, row, file=file, basis="财预〔2015〕88号")


def first_file(path="清水县机关事务中心.txt"):
    """A file of four tables with one of everything; returns its submission and findings."""
    tables = [table_of(n + 1, project, start=1 + 20 * n) for n, project in enumerate(("公务用车", "公务接待", "供暖"))]
    hostile = [("数量指标", HOSTILE_NAME, FORMULA), ("质量指标", LONG, "优"), ("时效指标", "@完成", "+86")]
    tables.append(table_of(4, f"{HOSTILE_NAME}项目", hostile, start=80))
    broken = replace(tables[2].indicators[1], uncertain=True, reasons=("列错位",))
    tables[2] = replace(tables[2], indicators=(tables[2].indicators[0], broken, *tables[2].indicators[2:]))
    found = []
    for table in tables[:3]:
        rows = table.indicators
        found.append(vague(table, rows[3], path))
        found.append(
            finding(
                "C001",
                "misplaced-indicator",
                Severity.WARNING,
                table,
                rows[4],
                file=path,
                message="“供暖时间”说的是时间，不是成本。",
                suggestion="移到时效指标，或改写为成本。",
                confidence=0.97,
                data={"expected_level2": "时效指标", "also_period": "实施期"},
            )
        )
        found.append(
            finding(
                "V005",
                "missing-comparator",
                Severity.INFO,
                table,
                rows[7],
                file=path,
                message="“95%”没有 ≥、≤ 或 ＝。",
                suggestion="写成“≥95%”。",
            )
        )
    shift = finding(
        "X001",
        "uncertain-extraction",
        Severity.INFO,
        tables[2],
        broken,
        file=path,
        message="整列左移一格，抽取结果需人工核对。",
        suggestion="对照原件核对。",
    )
    found.append(shift)
    found.extend(
        finding(
            "U001",
            "unit-mismatch",
            Severity.ERROR,
            tables[2],
            row,
            file=path,
            message=f"“{row.name}”的单位与量纲不符。",
            cause=shift.fingerprint,
        )
        for row in tables[2].indicators[:3]
    )
    found.append(
        finding(
            "S001",
            "category-missing",
            Severity.WARNING,
            tables[1],
            None,
            file=path,
            message="缺少生态效益指标。",
            subject="生态效益指标",
            basis="财预〔2021〕101号",
        )
    )
    found.extend(
        finding(
            "V001",
            "vague-value",
            Severity.ERROR,
            tables[3],
            row,
            file=path,
            message=f"“{row.name}”的指标值“{row.value}”无法核验。",
            suggestion=f"{FORMULA}",
            explained="=已按<b>要求</b>修改" if row is tables[3].indicators[0] else "",
        )
        for row in tables[3].indicators
    )
    submission = Submission(path, "text", tables=tuple(tables), seconds=0.2)
    found.sort(key=lambda f: (f.table, f.location.line, f.code))
    return submission, found


def coverage_of(submission, findings):
    rows = [row for table in submission.tables for row in table.indicators]
    unsure = sum(row.uncertain for row in rows)
    hits = [finding.code for finding in findings]
    codes = {"V001", "V002", "V003", "U001", "C001", "V005", *hits}
    why = (f"版面错位，抽取结果未能确定（{unsure}）",) if unsure else ()
    found = {code: Coverage(len(rows) - unsure, hits.count(code), 0, unsure, why) for code in codes - {"S001", "X001"}}
    found["S001"] = Coverage(len(submission.tables), hits.count("S001"), 0, 0)
    found["X001"] = Coverage(len(rows), hits.count("X001"), 0, 0)
    return dict(sorted(found.items()))


def file_report(submission, findings):
    rows = sum(len(table.indicators) for table in submission.tables)
    coverage = coverage_of(submission, findings)
    return FileReport(submission.path, submission.kind, len(submission.tables), rows, 0.2, coverage)


def whole_report():
    """Three files: one with everything, one clean, one unreadable."""
    submission, found = first_file()
    clean = Submission("教育局.xlsx", "xlsx", tables=(table_of(1, "校园安全", ROWS[:3]),))
    unread = FileReport("坏.pdf", "other", 0, 0, 0.1, unread="文件已损坏，请重新导出后再报送。")
    why = "文件已损坏，请重新导出后再报送。"
    broken = Finding("X002", "unreadable-file", Severity.ERROR, why, "重新导出。", "坏.pdf", Location())
    files = (file_report(submission, found), file_report(clean, []), unread)
    every = (*found, replace(broken, fingerprint="f" * 16))
    return Report("0.1.0", files, every, (submission, clean), ("一条说明。",), rules=RULES)


def first_only(report):
    """The first file's report alone."""
    path = report.files[0].path
    found = tuple(f for f in report.findings if f.file == path)
    return replace(report, files=report.files[:1], findings=found, submissions=report.submissions[:1])


def with_copy(report):
    """The report with a pair of near-duplicate tables of two departments."""
    first = report.findings[0]
    sibling = {"file": "教育局.xlsx", "table": 1, "project": "校园安全", "department": "教育局", "score": 0.9}
    copied = replace(
        first, code="D001", data={"sibling": sibling, "siblings": [sibling], "score": 0.9}, fingerprint="d" * 16
    )
    mirror = {"file": first.file, "table": first.table, "project": "公务用车", "department": first.department}
    other = replace(copied, file="教育局.xlsx", table=1, department="教育局", data={"sibling": mirror, "score": 0.9})
    return replace(report, findings=(*report.findings, copied, other))


def big_report(tables=200, per_table=10):
    """A report of `tables` tables with `per_table` findings each, in one file."""
    path = "大单位.txt"
    made, found = [], []
    for number in range(1, tables + 1):
        rows = [(ROWS[i % 8][0], f"{ROWS[i % 8][1]}{number}-{i}", ROWS[i % 8][2]) for i in range(12)]
        table = table_of(number, f"第{number}号项目", rows, start=number * 30)
        made.append(table)
        found.extend(
            finding(
                ("V001", "C001", "V005")[i % 3],
                ("vague-value", "misplaced-indicator", "missing-comparator")[i % 3],
                (Severity.ERROR, Severity.WARNING, Severity.INFO)[i % 3],
                table,
                table.indicators[i % 12],
                file=path,
                subject=str(i),
            )
            for i in range(per_table)
        )
    submission = Submission(path, "text", tables=tuple(made))
    return Report("0.1.0", (file_report(submission, found),), tuple(found), (submission,), rules=RULES)
