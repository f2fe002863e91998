"""Near-duplicate tables: the account of a pair, signatures, the embedded and the distributed engine."""
