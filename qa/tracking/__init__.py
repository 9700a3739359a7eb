"""Tracks over frames: HOTA, IDF1, CLEAR."""
