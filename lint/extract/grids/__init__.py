"""Reading grids of cells as a whole: what each row is, what each column says, then the rows themselves.

Carriers that keep their cells (html, xlsx, docx, text PDF, csv) come here; text that has lost its cells and shifted
scans are read by `lint.extract.block`. The order of work: `sheet` (cells with their spans), `rows` (the kind of every
row, decoded over the document), `columns` (the role of every column of a block, decoded over the table), `labels`
(what each cell of the form's head is), `body` (indicators), `fields` (project, department, year, money), `doubt`
(an independent second look).
"""
