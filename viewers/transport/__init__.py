"""The transport bar: play, step, rate, loop and the slider over the whole sample."""

from crosstie.viewers.transport.bar import TransportBar

__all__ = ["TransportBar"]
