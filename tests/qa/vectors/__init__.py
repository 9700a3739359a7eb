"""Reads vectors: what each metric's inputs are called, and what they become for its public function."""
