"""Tests of the reports' pages."""
