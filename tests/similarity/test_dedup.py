import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lint.reports.pairs import html
from lint.reports.pairs.differences import mark_differences
from lint.reports.registry import PAIRS
from lint.settings import load
from lint.similarity.engines.columns import of_tables
from lint.similarity.engines.embedded import PARALLEL_PAIRS, find_copies
from tests.cli.command import jxlint

from .forms import BLOCK, CANTEEN, CANTEEN_TEXTS, table

OPTIONS = load().similarity


def flat_csv(encoding="utf-8-sig"):
    lines = ["项目名称,单位名称,年度,一级指标,二级指标,三级指标,指标值"]
    for project, department, rows in (
        ("政务大楼食堂", "云溪县机关事务中心", CANTEEN),
        ("活动站餐厅", "云溪县老干部局", CANTEEN),
        ("会议室吊顶", "云溪县机关事务中心", BLOCK),
    ):
        last = ""
        for level2, name, value in rows:
            short = "" if level2 == last else level2.removesuffix("指标")  # merged cells are written once
            last = level2
            lines.append(f"{project},{department},2025年,产出指标,{short},{name},{value}")
    return "\r\n".join(lines).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_flat_csv_is_an_input_like_any_other(tmp_path, encoding):
    path = tmp_path / "指标.csv"
    path.write_bytes(flat_csv(encoding))
    done = jxlint("dedup", "--format", "jsonl", str(path))
    assert done.returncode == 0, done.stderr
    (pair,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert pair["a"] == {
        "file": str(path), "table": 1, "project": "政务大楼食堂", "department": "云溪县机关事务中心", "year": 2025,
    }  # fmt: skip
    assert (pair["b"]["table"], pair["b"]["project"]) == (2, "活动站餐厅")
    assert (pair["same"], pair["number_changed"], pair["different"], pair["cluster"]) == (len(CANTEEN), 0, 0, 1)
    assert 0 < pair["score"] <= 1


def test_merged_project_cells_belong_to_the_project_above(tmp_path):
    from lint.run.flat_tables import load_corpus
    from lint.run.inputs import find as inputs_of

    path = tmp_path / "指标.csv"
    path.write_text(
        "项目名称,单位名称,三级指标,指标值\n修路,水务局,长度,3公里\n,,宽度,5米\n架桥,,座数,1座\n", encoding="utf-8"
    )
    with inputs_of((str(path),), load()) as inputs:
        corpus, problems = load_corpus(inputs, load())
    assert problems == []
    assert [(corpus.table(i).project, len(corpus.table(i).indicators)) for i in range(len(corpus))] == [
        ("修路", 2),
        ("架桥", 1),
    ]
    assert corpus.table(0).department == "水务局"


def test_parquet_in_and_out(tmp_path):
    rows = [
        {
            "file": "甲.xlsx",
            "table": number,
            "project": project,
            "level2": level2,
            "name": name,
            "value": value,
            "year": 2025,
        }
        for number, project in ((1, "政务大楼食堂"), (2, "活动站餐厅"))
        for level2, name, value in CANTEEN
    ]
    source, target = tmp_path / "rows.parquet", tmp_path / "pairs.parquet"
    pq.write_table(pa.Table.from_pylist(rows), source)
    done = jxlint("dedup", "--format", "parquet", "--output", str(target), str(source))
    assert done.returncode == 0, done.stderr
    (pair,) = pq.read_table(target).to_pylist()
    assert (pair["a_file"], pair["a_table"], pair["b_table"], pair["verdict"]) == ("甲.xlsx", 1, 2, "照抄")


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_thousands_of_pairs_are_compared_however_processes_start(tmp_path, method):
    kinds, copies = 20, 20
    rows = [
        {"file": "甲.xlsx", "table": n, "project": f"第{n}工程", "level2": level2, "value": value}
        | {"name": chr(0x4E00 + n % kinds * 31) + name}
        for n in range(kinds * copies)
        for level2, name, value in CANTEEN
    ]
    source = tmp_path / "rows.parquet"
    pq.write_table(pa.Table.from_pylist(rows), source)
    started = ("--set", f"run.start_method={method}", "--jobs", "2")
    done = jxlint("dedup", "--format", "jsonl", "--all-pairs", *started, str(source))
    assert done.returncode == 0, done.stderr
    pairs = [(pair["a"]["table"], pair["b"]["table"]) for pair in map(json.loads, done.stdout.splitlines())]
    assert pairs == [(a, b) for a in range(kinds * copies) for b in range(a + kinds, kinds * copies, kinds)]
    assert len(pairs) > PARALLEL_PAIRS


def test_a_start_method_that_the_system_lacks_is_said(tmp_path):
    (tmp_path / "a.csv").write_bytes(flat_csv())
    done = jxlint("check", "--set", "run.start_method=threads", str(tmp_path))
    assert done.returncode == 2
    assert "run.start_method" in done.stderr
    assert "spawn" in done.stderr


def test_a_broken_file_stops_nothing(tmp_path):
    (tmp_path / "a.csv").write_bytes(flat_csv())
    (tmp_path / "b.parquet").write_bytes(b"PAR1 not really")
    done = jxlint("dedup", "--format", "jsonl", str(tmp_path))
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1
    assert "b.parquet" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_to_compare_is_said(tmp_path):
    (tmp_path / "a.txt").write_text("会议通知\n请准时参加。\n", encoding="utf-8")
    done = jxlint("dedup", str(tmp_path))
    assert "没有可比较的绩效目标表" in done.stderr


def copies_of(*tables):
    corpus = of_tables(("<b>云溪</b>.txt", each) for each in tables)
    return corpus, find_copies(corpus, OPTIONS)


def test_html_escapes_and_marks_changed_numbers():
    changed = (
        ("数量指标", "食材验收环节", "≥98%"),
        ("数量指标", "<script>alert(1)</script>餐具消毒频次", "每日3次"),
        *CANTEEN[2:],
    )
    corpus, copies = copies_of(
        table(1, "<img src=x>食堂", (CANTEEN[0], changed[1], *CANTEEN[2:]), CANTEEN_TEXTS),
        table(2, "活动站餐厅", changed, CANTEEN_TEXTS),
    )
    page = html.render(corpus, copies, OPTIONS)
    assert "<script" not in page
    assert "<img" not in page
    assert "≥<mark>96</mark>%" in page
    assert "≥<mark>98</mark>%" in page
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")


def test_every_format_holds_every_pair():
    tables = [table(n, f"第{n}食堂" if n < 4 else f"{n}号楼", CANTEEN if n < 4 else BLOCK) for n in range(1, 6)]
    corpus, copies = copies_of(*tables)
    assert len(PAIRS["jsonl"].render(corpus, copies, OPTIONS).splitlines()) == len(copies.a)
    assert len(PAIRS["csv"].render(corpus, copies, OPTIONS).splitlines()) == len(copies.a) + 1
    assert PAIRS["html"].render(corpus, copies, OPTIONS).count("<section>") == len(copies.a)
    assert f"列出 {len(copies.a)} 对" in PAIRS["text"].render(corpus, copies, OPTIONS)


def test_csv_cells_are_no_live_formulas():
    corpus, copies = copies_of(table(1, "=1+1食堂", CANTEEN), table(2, "活动站餐厅", CANTEEN))
    assert "'=1+1食堂" in PAIRS["csv"].render(corpus, copies, OPTIONS)


def test_marks_keep_numbers_whole():
    assert mark_differences("面积 1,200 平方米", "面积 1,350 平方米") == (
        "面积 <mark>1,200</mark> 平方米",
        "面积 <mark>1,350</mark> 平方米",
    )


def test_a_flat_record_becomes_nested_again():
    from lint.reports.pairs.records import flatten, nest, record_pairs

    corpus, copies = copies_of(table(1, "政务大楼食堂", CANTEEN), table(2, "活动站餐厅", CANTEEN))
    (record,) = record_pairs(corpus, copies, OPTIONS)
    assert nest(flatten(record)) == {key: value for key, value in record.items() if key not in ("texts", "signs")}


def test_spark_says_what_it_cannot_write(tmp_path):
    done = jxlint("dedup", "--engine", "spark", "--format", "html", str(tmp_path))
    assert done.returncode == 2
    assert "输出格式为 jsonl、parquet" in done.stderr
