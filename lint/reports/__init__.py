"""Reports: what a run found, written out. They take a `model.Report` and know no reader, rule or worker.

`facts/` says what is told (figures, grades, groups, the letter's content), `formats/` how `check` writes
it, `annotated/` how it stands in a copy of the original, `indicators/` and `pairs/` what `extract` and
`dedup` write. `registry` names every format, `originals` is all they see of the input files.
"""
