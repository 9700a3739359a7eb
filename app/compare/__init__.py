"""Two passes of one sample beside each other: what differs, one after another, seen in the panes."""
