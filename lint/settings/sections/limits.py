"""[limits]: bounds against hostile or broken input."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds; a file beyond one is unreadable (X002), a run beyond one says so.

    Sizes are in megabytes (10⁶ bytes), times in seconds; `expansion_ratio` is expanded to packed
    size above 10 MB, `image_megapixels` are 10⁶ pixels, `memory_megabytes` those of one worker.
    """

    file_megabytes: int
    expanded_megabytes: int
    expansion_ratio: int
    archive_members: int
    archive_depth: int
    folder_depth: int
    files: int
    sheets: int
    rows: int
    columns: int
    cells: int
    cell_characters: int
    characters: int
    nesting: int
    pages: int
    scanned_pages: int
    page_objects: int
    image_megapixels: int
    convert_seconds: int
    file_seconds: int
    memory_megabytes: int
