"""Rules: verdicts over samples."""
