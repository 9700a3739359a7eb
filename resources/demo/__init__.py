"""The demo sample: one simulated drive whose every modality is about the same things."""

from crosstie.resources.demo.generator import DemoNotMade, generate

__all__ = ["DemoNotMade", "generate"]
