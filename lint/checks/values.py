"""V: what a target value says (rules V001–V005)."""
