"""Cues, the common form of every transcript format, and how they become one text."""

from collections.abc import Iterable

import msgspec

from crosstie.storage.media.queries import Segment, Transcript


class Cue(msgspec.Struct, frozen=True):
    """A stretch of speech: who said what, when. A cue without times has both 0."""

    start_ns: int
    end_ns: int
    speaker: str
    text: str


def joined(cues: Iterable[Cue], language: str = "") -> Transcript:
    """One text of all cues in order of time, and where in it each one stands."""
    segments, texts, at = [], [], 0
    for cue in sorted(cues, key=lambda one: one.start_ns):
        end = at + len(cue.text)
        segments.append(Segment(cue.start_ns, cue.end_ns, cue.speaker, at, end))
        texts.append(cue.text)
        at = end + 1
    return Transcript("\n".join(texts), tuple(segments), language)
