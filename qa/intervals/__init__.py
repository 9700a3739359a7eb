"""Intervals and tests with the sample as the cluster."""
