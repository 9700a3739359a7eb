"""How a sample is seen and touched: one sub-package a pane, over one shared context."""
