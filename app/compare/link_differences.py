"""Links that only one of two passes has, and links that share a type and one end, and differ in the other."""

from collections.abc import Iterator

import msgspec

from crosstie.app.compare.difference import LINKS, Difference
from crosstie.app.compare.naming import Naming
from crosstie.qa.study.side import Side
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import End, Link
from crosstie.schema.sample_state import SampleState

Ends = tuple[str, str]


class _Tied(msgspec.Struct, frozen=True):
    """A link with its ends as A knows them, and the ends themselves in the same order."""

    link: Link
    ends: Ends
    own: tuple[End, End]


class LinkDifferences:
    """Ends are the same where the labels or entities at them are; of symmetric types in either order.

    Certain and unsure links count: a rejected one, or a candidate, ties nothing.
    """

    def __init__(
        self, document: SchemaDocument, state: SampleState, match: dict[str, str], naming: Naming
    ) -> None:
        self._document, self._state, self._match, self._naming = document, state, match, naming

    def of(self, first: Side, second: Side) -> tuple[list[Difference], int]:
        """What differs, and how many links are in both."""
        mine = [self._tied(link, {}) for link in self._links(first)]
        others = [self._tied(link, self._match) for link in self._links(second)]
        waiting: dict[tuple[str, Ends], list[_Tied]] = {}
        for one in others:
            waiting.setdefault((one.link.type_id, one.ends), []).append(one)
        alone: list[_Tied] = []
        for one in mine:
            there = waiting.get((one.link.type_id, one.ends))
            if there:
                there.pop()
            else:
                alone.append(one)
        same = len(mine) - len(alone)
        rest = [one for several in waiting.values() for one in several]
        return list(self._differing(alone, rest)), same

    def _differing(self, mine: list[_Tied], others: list[_Tied]) -> Iterator[Difference]:
        rest = list(others)
        for one in mine:
            other = next((two for two in rest if _share_an_end(one, two)), None)
            if other is None:
                yield self._alone(one.link, in_a=True)
            else:
                rest.remove(other)
                yield self._apart(one, other)
        for two in rest:
            yield self._alone(two.link, in_a=False)

    def _alone(self, link: Link, *, in_a: bool) -> Difference:
        words = "B does not tie the two" if in_a else "A does not tie the two"
        return Difference(
            ("link_a" if in_a else "link_b",),
            LINKS,
            self._naming.link(link),
            words,
            link.ends,
            ("A", "A") if in_a else ("B", "B"),
            link.id if in_a else "",
            "" if in_a else link.id,
            is_link=True,
            at_ns=self._at_ns(link),
        )

    def _apart(self, one: _Tied, other: _Tied) -> Difference:
        at = 1 if one.ends[0] == other.ends[0] else 0
        mine, theirs = one.own[at], other.own[at]
        return Difference(
            ("link_end",),
            LINKS,
            self._naming.link(one.link),
            f"other end: A {self._naming.end(mine)}, B {self._naming.end(theirs)}",
            (mine, theirs),
            a=one.link.id,
            b=other.link.id,
            other=self._naming.link(other.link),
            is_link=True,
            at_ns=self._at_ns(one.link),
        )

    def _at_ns(self, link: Link) -> int:
        found = [self._state.annotations.get(end.id) for end in link.ends]
        return max((self._naming.at_ns(one) for one in found if one is not None), default=-1)

    def _links(self, side: Side) -> list[Link]:
        links = (self._state.links[tie.id] for tie in side.columns.ties)
        return [link for link in links if link.status in ("certain", "unsure")]

    def _tied(self, link: Link, match: dict[str, str]) -> _Tied:
        known = [(match.get(end.id, end.id), end) for end in link.ends]
        spec = self._document.find_link_type(link.type_id)
        if spec is not None and spec.symmetric:
            known.sort(key=lambda one: one[0])
        (first, one), (second, other) = known
        return _Tied(link, (first, second), (one, other))


def _share_an_end(one: _Tied, other: _Tied) -> bool:
    if one.link.type_id != other.link.type_id:
        return False
    return one.ends[0] == other.ends[0] or one.ends[1] == other.ends[1]
