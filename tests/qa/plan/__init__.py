"""Tests of review plans."""
