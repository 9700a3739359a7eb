"""Exact pictures of long-grouped 1080p clips, beside PyAV and OpenCV by hand."""
