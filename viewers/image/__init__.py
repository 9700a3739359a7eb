"""The image pane: one picture that has no time."""

from crosstie.viewers.image.pane import ImagePane

__all__ = ["ImagePane"]
