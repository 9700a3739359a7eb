"""Candidate makers: each by its public interface, on small cases and on real data."""
