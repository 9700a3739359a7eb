"""The commands of the command line, one module each. None imports Qt before it opens the window."""
