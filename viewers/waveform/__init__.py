"""The waveform pane: sound over time, and the time spans labelled in it."""

from crosstie.viewers.waveform.pane import WaveformPane

__all__ = ["WaveformPane"]
