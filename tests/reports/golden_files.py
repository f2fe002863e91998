"""Comparison with golden files; changed by hand after reading, never regenerated in bulk."""

from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def compare(name, text):
    """Asserts that `text` equals the golden file, line by line."""
    expected = (GOLDEN / name).read_text(encoding="utf-8")
    assert text.splitlines() == expected.splitlines(), f"{name} 与基准不同：先读懂差别，再手工修改 {GOLDEN / name}"


def compare_folder(folder, texts):
    """Asserts that `texts` (by file name) are the files of a golden folder, no more and no fewer."""
    assert sorted(texts) == sorted(path.name for path in (GOLDEN / folder).iterdir())
    for name, text in texts.items():
        compare(f"{folder}/{name}", text)
