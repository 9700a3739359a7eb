"""Pre-labelling: makers of candidate links, each explained, scored and in a pass of its own. No Qt here."""
