"""What a candidate maker is: it looks at one sample's labels and media and proposes links, with reasons."""

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from crosstie.app.prelabelling.media import Media
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import LinkTypeSpec
from crosstie.schema.records import End
from crosstie.schema.sample_state import SampleState

OPERATING_POINT: Final = 0.5
"""From this score on a maker holds a proposal to be right; what it is measured at."""
LEAST_SCORE: Final = 0.2
"""What a maker holds to be less likely than this is not worth a person's look."""


class Proposal(msgspec.Struct, frozen=True):
    """A link that may be right: `score` is the maker's probability, `reason` one plain sentence."""

    type_id: str
    from_end: End
    to_end: End
    score: float
    reason: str


class Job(msgspec.Struct, frozen=True):
    """What a maker is given to work on.

    `state` holds one pass alone, without links, and without the entities that would tell the answer: an
    annotation that may stand at an end of one of `types` is about nothing there. `types` are the link types
    that the maker may propose; `note` takes one line about what could not be looked at.
    """

    document: SchemaDocument
    state: SampleState
    pass_id: str
    types: tuple[LinkTypeSpec, ...]
    media: Media
    note: Callable[[str], None]


class Maker(msgspec.Struct, frozen=True):
    """One way of telling what belongs together.

    `name` is what commands and passes call it, `ties` says in words what it ties, `fits` tells from the
    schema alone whether a link type is one of its kind, and `candidates` proposes links of those types.
    """

    name: str
    title: str
    ties: str
    fits: Callable[[SchemaDocument, LinkTypeSpec], bool]
    candidates: Callable[[Job], Iterable[Proposal]]
    hides_entities: bool = True
