"""Tests of the qa room."""
