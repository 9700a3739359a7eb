"""Geometry of anchors."""
