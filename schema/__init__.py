"""What a label is: records, anchors, edits and the versioned schema document. Pure Python and NumPy."""
