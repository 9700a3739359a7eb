"""How a sample is seen and touched: one clock, one selection, one context, and a sub-package a pane."""
