"""Whole processes: `jxlint check` on submissions, and the start of the light commands.

    python benchmarks/end_to_end.py [--repeat N] [PATH…]

Without PATH the submissions of ../shared where they are, else samples/. Every figure is the median
of N fresh processes. The peers, run in turn with ours: an interpreter that imports spaCy, jieba
and scikit-learn and does nothing; one that only reads and decodes the files; `jxlint extract`.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "submissions"


def seconds(arguments: list[str]) -> float:
    """Wall time of one fresh process, in seconds."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def medians(jobs: dict[str, list[str]], repeat: int) -> dict[str, float]:
    """Median seconds of each job, the jobs interleaved so that a busy moment hits them alike."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(repeat):
        for name, arguments in jobs.items():
            taken[name].append(seconds(arguments))
    return {name: statistics.median(values) for name, values in taken.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    paths = options.paths or sorted(map(str, SHARED.glob("*.txt"))) or [str(ROOT / "samples")]
    lint = ["-m", "lint"]
    silent = ["--format", "json", "--output", "/dev/null", "--isolated"]
    read = (
        "import sys, pathlib\nfor name in sys.argv[1:]:\n    pathlib.Path(name).read_bytes().decode('utf-8', 'replace')"
    )
    jobs = {
        "check": [*lint, "check", *paths, *silent, "--fail-on", "never"],
        "check, one worker": [*lint, "check", *paths, *silent, "--fail-on", "never", "--jobs", "1"],
        "extract": [*lint, "extract", *paths, "--output", "/dev/null"],
        "import spacy, jieba, sklearn": ["-c", "import spacy, jieba, sklearn.linear_model"],
        "read and decode only": ["-c", read, *(path for path in paths if Path(path).is_file())],
        "--help": [*lint, "--help"],
        "explain V001": [*lint, "explain", "V001"],
        "python -c pass": ["-c", "pass"],
    }
    taken = medians(jobs, options.repeat)
    print(f"{len(paths)} paths, median of {options.repeat} fresh processes")
    for name, value in taken.items():
        print(f"  {name:32} {value:7.3f} s")
    for ours, theirs in (
        ("check", "import spacy, jieba, sklearn"),
        ("check", "read and decode only"),
        ("--help", "python -c pass"),
        ("explain V001", "python -c pass"),
    ):
        print(f"  ratio {ours} / {theirs}: {taken[ours] / taken[theirs]:.2f}")


if __name__ == "__main__":
    main()
