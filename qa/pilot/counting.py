"""Counts the samples of a pilot: which there are, whether they are multimodal, and what each vendor did."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

import msgspec

from crosstie.qa.checking.one import PassChecker
from crosstie.qa.pilot.measures import CONSISTENCY, LINKS, TIME, TRAIL, Counts
from crosstie.qa.pilot.multimodal import Lack, lacking
from crosstie.qa.pilot.trails import Trails, completeness_sums
from crosstie.qa.pilot.vendors import Vendor, passes_of
from crosstie.qa.pilot.working_time import working_sums
from crosstie.qa.study.counting.links import link_cells
from crosstie.qa.study.counting.settled import consistency_cells
from crosstie.qa.study.ends import match_ends
from crosstie.qa.study.locating import locate
from crosstie.qa.study.pairing import Pairs
from crosstie.qa.study.pods import Pods
from crosstie.qa.study.reading import SampleReader
from crosstie.qa.study.row import Cell, Comparison
from crosstie.qa.sums import NOTHING, Sums, total
from crosstie.schema.records import Pass
from crosstie.storage.database import Database, failures_of, snapshot
from crosstie.storage.makeup import Makeup
from crosstie.storage.moments import moments
from crosstie.storage.schema_documents import SchemaDocuments

_AGAINST_GOLD: Final[tuple[Comparison, ...]] = ("accuracy",)


class Piloted(msgspec.Struct, frozen=True):
    """A sample that a vendor labelled: what it lacks to be multimodal, and each vendor's passes of it."""

    makeup: Makeup
    lack: Lack
    passes: dict[str, tuple[Pass, ...]]


class CountedSample(msgspec.Struct, frozen=True):
    """What each vendor's work on a sample comes to, by metric; `refused` is why something was left out."""

    sample_id: str
    language: str
    by_vendor: dict[str, Counts]
    refused: tuple[str, ...]


class PilotReader:
    """Looks at the samples of one project that is open for reading."""

    def __init__(self, database: Database, vendors: Sequence[Vendor], pods: Pods) -> None:
        self._database, self._vendors = database, vendors
        self._reader = SampleReader(database)
        self._documents = SchemaDocuments(database.driver)
        self._checker = PassChecker(database)
        self._pods = pods

    def piloted(self, makeup: Makeup) -> Piloted | None:
        """Return a sample with its vendors' passes; None where no vendor labelled it."""
        with failures_of(self._database.path), snapshot(self._database.driver):
            read = self._reader.read(makeup.sample_id)
            passes = {one.name: passes_of(one, read.passes, self._reader.actors) for one in self._vendors}
            made = {name: own for name, own in passes.items() if own}
            if not made:
                return None
            document = self._documents.by_ref(next(iter(made.values()))[0].schema)
            return Piloted(makeup, lacking(read, document, makeup.modalities), made)

    def counted(self, sample: Piloted, trails: Trails) -> CountedSample:
        """Return what each vendor's passes of a sample come to."""
        sample_id = sample.makeup.sample_id
        judged = {one.id for passes in sample.passes.values() for one in passes}
        links, refused = self._links(sample_id, judged)
        times = self._times(sample_id)
        by_vendor: dict[str, Counts] = {}
        for name, passes in sample.passes.items():
            by_vendor[name] = {
                CONSISTENCY: total(self._consistency(one) for one in passes),
                LINKS: total(links[one.id] for one in passes if one.id in links),
                TRAIL: completeness_sums(trails.is_whole(sample_id)),
                TIME: total(working_sums(times.get(one.id, ())) for one in passes),
            }
        return CountedSample(sample_id, sample.makeup.language, by_vendor, refused)

    def _links(self, sample_id: str, judged: Collection[str]) -> tuple[dict[str, Sums], tuple[str, ...]]:
        """The links of each judged pass against gold, and why something could not be held against it."""
        found: dict[str, Sums] = {}
        with failures_of(self._database.path), snapshot(self._database.driver):
            read = self._reader.read(sample_id)
            pairs = Pairs(read.passes, self._reader.actors, self._pods)
            for pairing in pairs.of(_AGAINST_GOLD):
                if pairing.second.id in judged:
                    located = locate(read.side(pairing.first), read.side(pairing.second))
                    cells = link_cells(located.first, located.second, match_ends(located))
                    found[pairing.second.id] = cells.get(Cell(LINKS), NOTHING)
        return found, tuple(sorted(pairs.refused))

    def _consistency(self, opened: Pass) -> Sums:
        return consistency_cells(self._checker.check(opened).rules)[Cell(CONSISTENCY)]

    def _times(self, sample_id: str) -> dict[str, list[int]]:
        """When each pass was worked on: a time for each gesture."""
        found: dict[str, dict[str, int]] = {}
        with failures_of(self._database.path):
            for one in moments(self._database.driver, sample_id):
                found.setdefault(one.pass_id, {}).setdefault(one.gesture_id, one.wall_ms)
        return {pass_id: list(gestures.values()) for pass_id, gestures in found.items()}


OnProgress = Callable[[str, float], None]
"""What is being done, and the share of 1 that is done."""
