"""How long rules take: after an edit in a crowded sample, and over a whole project."""
