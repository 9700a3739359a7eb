"""Transcripts: word and character error rates."""
