"""The distributed engine on a standalone cluster of this machine: a master and two workers, as processes."""

import os
import random
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lint.settings import load
from lint.similarity.engines import embedded as engine
from lint.similarity.engines.columns import of_rows

from .forms import CANTEEN

pyspark = pytest.importorskip("pyspark", reason="没有安装 pyspark（jixiao-lint[spark]）")
if shutil.which("java") is None:
    pytest.skip("没有 Java", allow_module_level=True)

pytestmark = pytest.mark.slow
OPTIONS = replace(load().similarity, small_corpus=0)
ROOT = Path(__file__).parents[2]
HOME = Path(pyspark.__path__[0])
SECONDS = 300  # a loaded machine takes its time to start a JVM


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def master(tmp_path_factory):
    """The URL of a standalone master with two workers; every process is stopped afterwards."""
    place = tmp_path_factory.mktemp("spark")
    port = free_port()
    java = [shutil.which("java"), "-Xmx256m", "-cp", f"{HOME}/jars/*"]
    environment = {
        **os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_SCALA_VERSION": "2.13",
        "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    ui = ["--webui-port", "0"]
    url = f"spark://127.0.0.1:{port}"
    commands = [["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), *ui]]
    for number in (1, 2):
        folder = place / f"worker-{number}"
        folder.mkdir()
        commands.append(
            ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "900m",
             "--work-dir", str(folder), *ui, url]
        )  # fmt: skip
    logs = [(place / f"{n}.log").open("wb") for n in range(len(commands))]
    running = [
        subprocess.Popen([*java, *command], env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=place)
        for command, log in zip(commands, logs, strict=True)
    ]
    try:
        wanted = (place / "0.log", b"Registering worker")
        end = time.monotonic() + SECONDS
        while wanted[0].read_bytes().count(wanted[1]) < 2:
            if time.monotonic() > end or any(process.poll() is not None for process in running):
                pytest.fail(f"Spark 集群没有启动：{wanted[0].read_text(errors='replace')[-2000:]}")
            time.sleep(0.2)
        yield url
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for log in logs:
            log.close()


def rows_of(number):
    """Rows of `number` tables: unlike ones, copies with a changed number, and one template's many copies."""
    draw = random.Random(5)
    rows = []
    for table in range(1, number + 1):
        kind = table % 10
        if kind == 3:
            form = list(CANTEEN)
        elif kind == 7:
            words = [chr(0x4E00 + ((table - 1) * 97 + k * 31) % 20000) * 2 for k in range(9)]
            form = [("数量指标", f"{word}渠长度", f"{draw.randint(1, 900)}米") for word in words]
        else:
            words = [chr(0x4E00 + (table * 97 + k * 31) % 20000) * 2 for k in range(9)]
            form = [("数量指标", f"{word}渠长度", f"{draw.randint(1, 900)}米") for word in words]
        rows += [
            {"file": f"{table % 7}.xlsx", "table": table, "project": f"第{table}号灌区", "department": "云溪县水务局",
             "year": 2025, "period": "年度", "level2": level2, "name": name, "value": value, "unit": ""}
            for level2, name, value in form
        ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["file"], row["table"]))


def test_a_cluster_finds_the_same_pairs_as_one_machine(master, tmp_path):
    from lint.similarity.engines import spark

    rows = pa.Table.from_pylist(rows_of(400))
    source, output = tmp_path / "rows.parquet", tmp_path / "out"
    pq.write_table(rows, source, row_group_size=700)
    corpus = of_rows(rows)
    here = engine.find_copies(corpus, OPTIONS)
    counts = spark.dedup(
        [str(source)],
        output,
        OPTIONS,
        master=master,
        configuration={
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.executor.memory": "512m",
            "spark.driver.memory": "512m",
            "spark.ui.showConsoleProgress": "false",
        },
        partitions=2,
    )
    table = corpus.head("table")
    wanted = {
        (table[a], table[b]): (account.score, account.same, account.number_changed, account.verdict)
        for a, b, account in zip(here.a.tolist(), here.b.tolist(), here.accounts, strict=True)
    }
    found = {
        (pair["a_table"], pair["b_table"]): (pair["score"], pair["same"], pair["number_changed"], pair["verdict"])
        for pair in spark.read_pairs(output)
    }
    assert len(wanted) > 60
    assert found == wanted
    assert counts["tables"] == len(corpus)
    assert counts["clusters"] == int(here.cluster.max())
    # the template's forty tables were one representative, not 780 pairs
    assert counts["representatives"] <= len(corpus) - 39
    members = pq.read_table(output / "clusters").to_pylist()
    assert {(member["table"], member["cluster"]) for member in members} == {
        (table[index], int(here.cluster[index])) for index in np.flatnonzero(here.cluster).tolist()
    }


def test_executors_are_told_where_the_package_lies():
    from lint.similarity.engines.spark import _root

    assert (_root() / "lint" / "similarity" / "engines" / "spark.py").is_file()


def test_input_without_table_numbers_is_refused(tmp_path):
    from lint.settings import SettingsError
    from lint.similarity.engines.spark import lacking

    with pytest.raises(SettingsError, match="缺少列：table"):
        lacking(["name", "value", "project"])
