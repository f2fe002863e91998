"""Use of the trained models: the category of a row, whether it is misplaced, patterns of good rows.

Importing this package is cheap; it needs numpy only. Models are made in `lint.training`.
"""
