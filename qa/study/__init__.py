"""Counting a project: which passes are compared, what each sample is counted as, and how counts add up."""
