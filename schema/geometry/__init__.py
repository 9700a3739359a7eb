"""Geometry of anchors: boxes, polygons, masks, cuboids, cameras and tracks. NumPy only."""
