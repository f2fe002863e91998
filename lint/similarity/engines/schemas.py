"""The columns of pairs and clusters in Parquet, the same for both engines."""

from __future__ import annotations

import pyarrow as pa

_SIDE = (
    ("file", pa.string()),
    ("table", pa.int64()),
    ("project", pa.string()),
    ("department", pa.string()),
    ("year", pa.int64()),
)
PAIRS = pa.schema(
    [
        *((f"{side}_{name}", kind) for side in ("a", "b") for name, kind in _SIDE),
        ("score", pa.float64()),
        ("same", pa.int64()),
        ("number_changed", pa.int64()),
        ("different", pa.int64()),
        ("verdict", pa.string()),
        ("cluster", pa.int64()),
    ]
)
CLUSTERS = pa.schema([("cluster", pa.int64()), *_SIDE])
