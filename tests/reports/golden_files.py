"""Comparison with a golden file; changed by hand after reading, never regenerated in bulk."""

from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def compare(name, text):
    """Asserts that `text` equals the golden file; where they differ the new text is left beside it in /tmp form."""
    expected = (GOLDEN / name).read_text(encoding="utf-8")
    assert text.splitlines() == expected.splitlines(), f"{name} 与基准不同：先读懂差别，再手工修改 {GOLDEN / name}"
