"""U: units and dimensions of target values (rules U001–U005)."""
