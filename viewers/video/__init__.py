"""The video pane: one camera on the sample's clock, frame by frame."""

from crosstie.viewers.video.pane import VideoPane

__all__ = ["VideoPane"]
