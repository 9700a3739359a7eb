"""The schema room: what a label is."""
