"""How many samples to look at again, which ones, and when a batch may go out."""
