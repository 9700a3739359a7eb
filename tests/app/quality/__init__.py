"""The quality page's data, without a window."""
