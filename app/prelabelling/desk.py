"""Runs makers on samples of one project, reading it only."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from crosstie.app.prelabelling.about import pass_named, pass_to_help, room_for, shown_to, types_for
from crosstie.app.prelabelling.alike import Portrait, portrait
from crosstie.app.prelabelling.found import Found, Order, SampleFound
from crosstie.app.prelabelling.maker import Job, Maker, Proposal
from crosstie.app.prelabelling.measure import scores
from crosstie.app.prelabelling.media import DecodedMedia, Media
from crosstie.app.prelabelling.registry import makers_named
from crosstie.schema.decisions import candidate_passes
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import Link, Pass
from crosstie.schema.sample_state import SampleState
from crosstie.storage import queries
from crosstie.storage.permission import seen_through
from crosstie.storage.project import reading_project
from crosstie.storage.project_state import ProjectState

OnMaker = Callable[[str, float], None]
"""Takes the maker's title and the share of the makers that are done."""


class Desk(AbstractContextManager["Desk"]):
    """One project, open for reading, and the makers that were ordered. Use it in a `with`."""

    def __init__(self, order: Order) -> None:
        """Raises MakerUnknown or ProjectUnusable."""
        self._order = order
        self._makers = makers_named(order.makers)
        self._stack = ExitStack()
        self._driver = self._stack.enter_context(reading_project(Path(order.root))).driver
        self._project = ProjectState(queries.actors(self._driver), queries.schemas(self._driver))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def run(self, sample_id: str, on_maker: OnMaker = lambda _title, _share: None) -> SampleFound:
        """What the makers propose for a sample, or how they do against a pass. Raises PassRefused."""
        state = queries.sample_state(self._driver, sample_id)
        opened = self._pass_of(state)
        if opened is None:
            return SampleFound(sample_id, state.sample.batch)
        document = self._project.document(opened.schema)
        # From here on there is one pass, and those of the makers about it: no other's labels are looked at.
        about = {one.id for one in candidate_passes(state, opened.id)}
        state = seen_through(state, frozenset((opened.id, *about)))
        with DecodedMedia(Path(self._order.root)) as media:
            found = []
            for number, maker in enumerate(self._makers):
                on_maker(maker.title, number / len(self._makers))
                if types_for(maker, document):
                    found.append(self._found(maker, document, state, opened, media))
            portraits = self._portraits(document, state, opened, media)
        return SampleFound(sample_id, state.sample.batch, opened.id, tuple(found), portraits)

    def _pass_of(self, state: SampleState) -> Pass | None:
        against = self._order.against
        return pass_named(state, against) if against else pass_to_help(state)

    def _found(
        self, maker: Maker, document: SchemaDocument, state: SampleState, opened: Pass, media: Media
    ) -> Found:
        notes: list[str] = []
        types = types_for(maker, document)
        shown = shown_to(maker, document, state, opened.id)
        job = Job(document, shown, opened.id, types, media, notes.append)
        proposals = tuple(maker.candidates(job))
        if self._order.against:
            told = scores(maker.name, document, state, opened.id, types, proposals)
            return Found(maker.name, proposals, tuple(dict.fromkeys(notes)), told)
        kept = tuple(one for one in proposals if self._may_stand(document, state, opened, one))
        standing = set(kept) == set(self._standing(maker, state, opened))
        return Found(maker.name, kept, tuple(dict.fromkeys(notes)), standing=standing)

    def _may_stand(
        self, document: SchemaDocument, state: SampleState, opened: Pass, proposal: Proposal
    ) -> bool:
        ends = (proposal.from_end, proposal.to_end)
        link = Link("", state.sample_id, opened.id, proposal.type_id, *ends, "candidate")
        return room_for(document, state, opened.id, link)

    def _standing(self, maker: Maker, state: SampleState, opened: Pass) -> Iterator[Proposal]:
        """What the maker's newest pass about this one proposes."""
        mine = {
            one.id
            for one in candidate_passes(state, opened.id)
            if self._project.actors[one.actor_id].name == maker.name
        }
        for link in state.links.values():
            if link.pass_id in mine:
                said = link.provenance
                yield Proposal(link.type_id, *link.ends, said.score or 0.0, said.reason)

    def _portraits(
        self, document: SchemaDocument, state: SampleState, opened: Pass, media: Media
    ) -> dict[str, Portrait]:
        """The entities of a sample whose batch has others, as they look."""
        wanted = not self._order.against and any(maker.name == "same_entity" for maker in self._makers)
        if not wanted or not state.sample.batch:
            return {}
        own = (entity for entity in state.entities.values() if entity.pass_id == opened.id)
        return {entity.id: portrait(document, state, media, entity) for entity in own}
