"""Numbers of ours, each beside its raw baseline of the same run: python -m tests.benchmarks [GROUP …]."""
