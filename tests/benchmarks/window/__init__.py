"""The real window on the demo sample: seeking, playing, painting, and what it keeps in memory."""
