"""A taxonomy as it was brought along: terms, whatever form they were written in."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import msgspec

from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import AttributeSpec, Names
from crosstie.schema.errors import CrosstieError

MOST_TERMS: Final = 10_000
MOST_BYTES: Final = 8 << 20
ANY_LANGUAGE: Final = "und"
"""BCP 47's word for a language that is not told (ISO 639-2 `und`)."""


class TaxonomyUnreadable(CrosstieError):
    """A file holds no taxonomy that is understood; the message names file and place."""


class Term(msgspec.Struct, frozen=True):
    """One class of a taxonomy. `source` and `id` together name it; `parent` is an id of the same source."""

    source: str
    id: str
    names: Names
    aliases: tuple[str, ...] = ()
    parent: str = ""
    anchors: tuple[str, ...] = ()
    attributes: tuple[AttributeSpec, ...] = ()

    @property
    def key(self) -> "Key":
        """What it is known by among all sources."""
        return (self.source, self.id)

    @property
    def title(self) -> str:
        """A name to show."""
        return next(iter(self.names.values()), self.id)


Key = tuple[str, str]
"""A term's source and id."""


class SourceTaxonomy(msgspec.Struct, frozen=True):
    """The terms of one file, and the schema document where it is one."""

    name: str
    terms: tuple[Term, ...]
    document: SchemaDocument | None = None


def identifier_for(text: str, prefix: str, taken: Iterable[str]) -> str:
    """An id out of any name, and another one than those taken: `Road sign` gives `c_road_sign`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_")[:40]
    wanted = f"{prefix}{word or 'term'}"
    found, number = wanted, 1
    known = set(taken)
    while found in known:
        number += 1
        found = f"{wanted}_{number}"
    return found
