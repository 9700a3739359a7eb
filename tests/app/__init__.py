"""The workstation, without a window where none is needed."""
