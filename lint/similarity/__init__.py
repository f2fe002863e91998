"""Near-duplicate tables: the account of a pair, rarity, views, leftovers, the library; engines for many."""
