"""jxlint (绩效指标体检): a linter for the performance indicators filed with a Chinese budget."""

__version__ = "0.1.0"
