"""The video pane in a real window."""
