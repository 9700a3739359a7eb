"""The transcript pane: what was said, when and by whom, and the text spans labelled in it."""

from crosstie.viewers.transcript.pane import TranscriptPane

__all__ = ["TranscriptPane"]
