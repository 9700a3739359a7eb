"""Tests of pilots that compare vendors."""
