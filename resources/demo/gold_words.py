"""Which words of the narration name whom, and where they stand in the transcript's text."""

from dataclasses import dataclass
from typing import Final

from crosstie.resources.demo.narration import Utterance, utterances
from crosstie.schema.anchors import TextSpan

CONTEXT: Final = 24
"""Characters of the text that a span keeps from before and after it."""

# The words, in the order of the utterances, and the actor that each names.
_NAMED: Final = (
    ("white truck", "V-01"),
    ("Red car", "V-02"),
    ("The white truck", "V-01"),
    ("The bus", "V-04"),
    ("Motorbike", "V-03"),
    ("A pedestrian", "P-01"),
)


@dataclass(frozen=True)
class Spoken:
    """One utterance with its span in the text, and what it names."""

    utterance: Utterance
    span: TextSpan
    mention: TextSpan
    actor_id: str


def transcript_text() -> str:
    """The transcript's whole text: the cues' texts, joined by newlines."""
    return "\n".join(utterance.text for utterance in utterances())


def spoken() -> tuple[Spoken, ...]:
    """All utterances in order, each with the one actor it names."""
    text, start, found = transcript_text(), 0, []
    for utterance, (words, actor_id) in zip(utterances(), _NAMED, strict=True):
        whole = span(text, start, start + len(utterance.text))
        at = text.index(words, start)
        found.append(Spoken(utterance, whole, span(text, at, at + len(words)), actor_id))
        start += len(utterance.text) + 1
    return tuple(found)


def span(text: str, start: int, end: int) -> TextSpan:
    """The span of these characters with its quote and surroundings."""
    return TextSpan(
        start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    )
