"""Disagreement between models: vote entropy, BALD."""
