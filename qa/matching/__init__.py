"""Geometry and spans: intersection over union, one optimal assignment, matched F1."""
