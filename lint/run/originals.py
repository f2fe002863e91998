"""The input files of a run as reports see them: their bytes, and pictures of the rows findings speak of.

The pictures are cut from the pages of PDF and scanned input and stand beside the text that was read, so
that our reading error is never taken for the department's.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from lint.model import Finding, Location, Report, Submission
from lint.readers.page.pictures import CARRIERS, Box, worker
from lint.reports.facts.figures import index_submissions
from lint.reports.facts.rows import find_row
from lint.run.inputs import Input, Inputs
from lint.run.workers import Bounds, Stopped, run_each
from lint.settings import Settings


class OriginalFiles:
    """Fills `lint.reports.originals.Originals`. `inputs` tell where files lie that were spooled.

    The pictures of the report asked for last are kept, since two formats of one report ask alike.
    """

    def __init__(self, settings: Settings, inputs: Inputs | None = None) -> None:
        self._settings = settings
        items = inputs.items if inputs is not None else []
        self._sources = {item.path: item.source for item in items if isinstance(item, Input)}
        self.remarks: list[str] = []
        self._drawn: tuple[Report, Mapping[int, bytes]] | None = None

    def content(self, path: str) -> bytes | None:
        """The file's bytes, None where it is gone or lies inside an archive."""
        try:
            return self._source(path).read_bytes()
        except OSError:
            return None

    def set_aside(self, path: str, why: str) -> None:
        """Keeps a sentence for the user in `remarks`."""
        self.remarks.append(f"{path} 不能在原件上批注（{why.rstrip('。')}），批注副本改为识读结果的工作簿。")

    def pictures(self, report: Report) -> Mapping[int, bytes]:
        """PNG bytes by index into `report.findings`, for findings with a page and a box.

        The pages are drawn in a worker process under the limits of reading; a file that is gone or
        cannot be drawn has no pictures. At most `reports.crops` findings get one.
        """
        if self._drawn is None or self._drawn[0] is not report:
            self._drawn = (report, self._draw(report))
        return self._drawn[1]

    def _source(self, path: str) -> Path:
        return Path(self._sources.get(path, path))

    def _draw(self, report: Report) -> dict[int, bytes]:
        most: int = self._settings.reports.crops
        submissions = index_submissions(report)
        wanted: dict[str, dict[int, tuple[int, Box]]] = {}
        for index, finding in enumerate(report.findings):
            submission = submissions.get(finding.file)
            if submission is None or submission.carrier not in CARRIERS or sum(map(len, wanted.values())) >= most:
                continue
            place = _box(finding, submission)
            if place is not None and self._source(finding.file).is_file():
                wanted.setdefault(finding.file, {})[index] = place
        items = [
            (str(self._source(path)), submissions[path].carrier, list(places.values()))
            for path, places in wanted.items()
        ]
        paths = list(wanted)
        found: dict[int, bytes] = {}
        for at, drawn in run_each(partial(worker, self._settings), items, 1, Bounds.of(self._settings)):
            if isinstance(drawn, Stopped):
                continue
            for index, place in wanted[paths[at]].items():
                if place in drawn:
                    found[index] = drawn[place]
        return found


def _box(finding: Finding, submission: Submission) -> tuple[int, Box] | None:
    """Page and box of the row: from its name's cell to its target's, else of the finding's own place."""
    table = next((table for table in submission.tables if table.number == finding.table), None)
    row = find_row(finding, table) if table is not None else None
    places: list[Location] = [finding.location]
    if table is not None and row is not None:
        indicator = table.indicators[row]
        places = [indicator.location, indicator.value_location or indicator.location]
    page = places[0].page
    boxes = [place.bbox for place in places if place.bbox is not None and place.page == page]
    if page is None or not boxes:
        return None
    edges = list(zip(*boxes, strict=True))
    return page, (min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3]))
