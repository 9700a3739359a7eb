"""Key ↔ value on a page by layout and text, and a page's text ↔ the same words in another place."""

import math
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import product
from typing import Final

from crosstie.app.prelabelling.choosing import Fit, proposals
from crosstie.app.prelabelling.layout import Placing, placing
from crosstie.app.prelabelling.maker import Job, Maker, Proposal
from crosstie.app.prelabelling.page_text import region_text
from crosstie.app.prelabelling.plain_words import code_of, plain
from crosstie.app.prelabelling.roles import PAGE, Placed, Role, all_sides, annotations_at, stands
from crosstie.schema.anchors import PageRegion, TextSpan
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import EndpointSpec, LinkTypeSpec
from crosstie.schema.records import End

_FIELD: Final = Role(("text_span", "whole_asset"), ("output", "transcript"))
_on_page, _is_field = stands(PAGE), stands(_FIELD)
_ALIKE: Final = 0.75
_COMPARED: Final = 200
"""Longer texts than this are no field values: only their beginning is compared."""


def _either(document: SchemaDocument, end: EndpointSpec) -> bool:
    return _on_page(document, end) or _is_field(document, end)


def fits(document: SchemaDocument, spec: LinkTypeSpec) -> bool:
    """Whether a type ties a page's region to another region, or to a field that says the same."""
    ends = (spec.from_end, spec.to_end)
    return any(_on_page(document, end) for end in ends) and all(_either(document, end) for end in ends)


def candidates(job: Job) -> Iterator[Proposal]:
    """Ties keys to the values beside or below them, and regions to fields that say the same."""
    for side in all_sides(job, _either, _either):
        firsts, seconds = (
            [(one, _text(job, one)) for role in (PAGE, _FIELD) for one in annotations_at(job, end, role)]
            for end in (side.first, side.second)
        )
        everything = [one for one, _ in (*firsts, *seconds)]
        found: dict[tuple[End, End], Fit] = {}
        for (first, said), (second, answered) in product(firsts, seconds):
            on_pages = first.asset.kind == "document" or second.asset.kind == "document"
            if first.end != second.end and on_pages:
                fit = _fit(first, said, second, answered, everything)
                if fit and (not side.spec.symmetric or (second.end, first.end) not in found):
                    found[first.end, second.end] = fit
        yield from proposals(side, found, second_one=True)


def _text(job: Job, placed: Placed) -> str:
    match placed.annotation.anchor:
        case PageRegion():
            return region_text(job, placed)
        case TextSpan(quote=quote):
            return quote
        case _:
            values = placed.annotation.attributes.values()
            return " ".join(value for value in values if isinstance(value, str))


def _fit(first: Placed, said: str, second: Placed, answered: str, everything: list[Placed]) -> Fit | None:
    key, value = first.annotation.anchor, second.annotation.anchor
    if first.asset.id == second.asset.id and isinstance(key, PageRegion) and isinstance(value, PageRegion):
        place = placing(key, value, [one.annotation.anchor for one in everything], said)
        return _laid_out(place, said, answered) if place and key.page == value.page else None
    return _same_words(said, answered)


def _laid_out(place: Placing, key: str, value: str) -> Fit:
    likely = 0.95 * math.exp(-place.cost)
    # A key that stands where a value should is the next key.
    if value.rstrip().endswith((":", "：")):
        likely *= 0.4
    if key.rstrip().endswith((":", "：", "?", "？")):
        likely = 1 - (1 - likely) * 0.7
    if key and value:
        reason = f"“{value[:40]}” stands {place.said} “{key[:40]}”."
    else:
        reason = f"The value stands {place.said} the key; the page has no text that could say more."
    return Fit(likely, reason)


def _same_words(first: str, second: str) -> Fit | None:
    one, other = (" ".join(plain(text).split())[:_COMPARED] for text in (first, second))
    if not one or not other:
        return None
    if one == other or (code_of(one) and code_of(one) == code_of(other)):
        return Fit(0.97, f"Both say “{first[:40]}”.")
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    if ratio < _ALIKE:
        return None
    reason = f"“{first[:40]}” and “{second[:40]}” agree in {ratio:.0%} of their characters."
    return Fit(0.9 * (ratio - _ALIKE) / (1 - _ALIKE), reason)


MAKER: Final = Maker(
    "page_field",
    "Page text ↔ field",
    "keys and values on a page by layout and text, and page text with fields that say the same",
    fits,
    candidates,
)
