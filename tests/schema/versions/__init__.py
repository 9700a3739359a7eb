"""Versions of a schema: differences, steps, and passes carried over."""
