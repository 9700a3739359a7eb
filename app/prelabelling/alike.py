"""Whether two entities, of one sample or of two, may be one thing: by their names and their looks."""

from typing import Final

import msgspec
import numpy as np

from crosstie.app.prelabelling.choosing import Fit
from crosstie.app.prelabelling.looks import Histogram, likeness, looks_of
from crosstie.app.prelabelling.media import Media
from crosstie.app.prelabelling.plain_words import code_of, pieces
from crosstie.app.prelabelling.roles import Placed
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import Entity
from crosstie.schema.sample_state import SampleState

_EVEN_LOOKS: Final = 0.85
_NAME_SAYS: Final = 0.9
_LOOKS_SAY: Final = 0.4


class Portrait(msgspec.Struct, frozen=True):
    """What is known of an entity: its kind, the words and numbers of its name, its classes, its colours.

    The words are None where the name only counts, as "V-07" does.
    """

    name: str
    type_id: str
    words: frozenset[str]
    codes: frozenset[str]
    classes: frozenset[str]
    colours: tuple[float, ...] = ()


def portrait(document: SchemaDocument, state: SampleState, media: Media, entity: Entity) -> Portrait:
    """Looks at an entity of a sample."""
    placed = [Placed(one, state.assets[one.asset_id]) for one in state.annotations_of(entity.id)]
    colours: Histogram | None = looks_of(media, placed)
    found = pieces(entity.name)
    return Portrait(
        entity.name,
        entity.type_id,
        frozenset(word for word in found if not code_of(word)),
        frozenset(code for word in found if (code := code_of(word))),
        frozenset(one.annotation.class_id for one in placed if one.asset.kind in ("video", "image")),
        tuple(colours.tolist()) if colours is not None else (),
    )


def alike(first: Portrait, second: Portrait) -> Fit | None:
    """How likely two entities are one thing; None where nothing says so."""
    if first.type_id != second.type_id:
        return None
    if first.classes and second.classes and not first.classes & second.classes:
        return None
    named = _names(first, second)
    looked = _looks(first, second)
    if looked is None:
        return Fit(_NAME_SAYS * named, _said(first, second, named, None)) if named else None
    # A like name of something that looks otherwise is another thing; like looks alone are a weak word.
    likely = _LOOKS_SAY * looked if not named else named * (0.25 + 0.73 * looked)
    return Fit(likely, _said(first, second, named, looked)) if likely else None


def _names(first: Portrait, second: Portrait) -> float:
    """The part of both names' words that are in both; counting numbers tell nothing across samples."""
    if first.words or second.words:
        together = first.words & second.words
        return len(together) / len(first.words | second.words)
    return 0.5 if first.codes & second.codes else 0.0


def _looks(first: Portrait, second: Portrait) -> float | None:
    """0 for looks that have nothing in common, 1 for the same; None where one was not seen."""
    if not first.colours or not second.colours:
        return None
    coefficient = likeness(np.array(first.colours), np.array(second.colours))
    return max(0.0, (coefficient - _EVEN_LOOKS) / (1 - _EVEN_LOOKS))


def _said(first: Portrait, second: Portrait, named: float, looked: float | None) -> str:
    looks = "one of them is seen in no picture" if looked is None else f"they look {looked:.0%} alike"
    return f"“{first.name}” and “{second.name}” share {named:.0%} of their names, and {looks}."
