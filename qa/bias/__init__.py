"""Whether suggestions pull annotators: acceptance gap, McNemar, difference in differences."""
