"""Pilots: a few hundred multimodal samples that tell vendors apart, or do not."""
