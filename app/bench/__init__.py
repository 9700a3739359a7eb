"""The bench: the panes of one sample in docks, and the strip of time below them."""
