"""Makes a pilot's report: refuses what is no pilot, counts each sample once, and compares the vendors."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.pilot.asked import Asked
from crosstie.qa.pilot.comparing import gaps_of
from crosstie.qa.pilot.counting import CountedSample, OnProgress, Piloted, PilotReader
from crosstie.qa.pilot.measures import TIME
from crosstie.qa.pilot.multimodal import WHY
from crosstie.qa.pilot.numbers import numbers_of
from crosstie.qa.pilot.refusing import require_pilot
from crosstie.qa.pilot.report import Pilot
from crosstie.qa.pilot.saying import assumed, warnings
from crosstie.qa.pilot.trails import Trails, audited
from crosstie.qa.pilot.vendors import Vendor, vendors_named
from crosstie.qa.study.pods import read_pods
from crosstie.schema.yaml_node import did_you_mean
from crosstie.storage.database import Database, failures_of, snapshot
from crosstie.storage.makeup import makeups
from crosstie.storage.project import reading_project
from crosstie.storage.queries import actors


def make_pilot(root: Path, asked: Asked, on_progress: OnProgress) -> Pilot:
    """Compare vendors over the samples of a project that they labelled.

    Raises QualityInvalid in one line for what is no pilot: fewer than 100 or more than 500 samples, samples
    that are not truly multimodal, vendors whom nobody knows.
    """
    asked.require()
    pods = read_pods(root)
    with reading_project(root) as database:
        with failures_of(database.path):
            vendors = vendors_named(asked.vendors, actors(database.driver), pods)
        reader = PilotReader(database, vendors, pods)
        found = _found(database, reader, asked, on_progress)
        samples = [one for one in found if not one.lack]
        require_pilot(vendors, found, asked)
        trails = audited(database, lambda share: on_progress("verifying the audit trail", share))
        counted: list[CountedSample] = []
        for done, one in enumerate(samples, 1):
            counted.append(reader.counted(one, trails))
            on_progress("counting samples", done / len(samples))
    left_out = Counter(WHY[one.lack] for one in found if one.lack)
    return _pilot(root, asked, vendors, samples, counted, left_out, trails)


def _found(database: Database, reader: PilotReader, asked: Asked, on_progress: OnProgress) -> list[Piloted]:
    with failures_of(database.path), snapshot(database.driver):
        there = tuple(makeups(database.driver))
    batches = {one.batch for one in there}
    for name in asked.batches:
        if name not in batches:
            near = did_you_mean(name, batches)
            raise QualityInvalid(f"--batch {name}: the project has no such batch{near}")
    wanted = [one for one in there if not asked.batches or one.batch in asked.batches]
    found: list[Piloted] = []
    for done, makeup in enumerate(wanted, 1):
        piloted = reader.piloted(makeup)
        if piloted is not None:
            found.append(piloted)
        on_progress("looking for the pilot's samples", done / len(wanted))
    return found


def _pilot(
    root: Path,
    asked: Asked,
    vendors: tuple[Vendor, ...],
    samples: Sequence[Piloted],
    counted: Sequence[CountedSample],
    left_out: dict[str, int],
    trails: Trails,
) -> Pilot:
    modalities = Counter(kind for one in samples for kind in one.makeup.modalities)
    untimed = {
        one.name: sum(
            s.by_vendor[one.name][TIME].count("untimed") for s in counted if one.name in s.by_vendor
        )
        for one in vendors
    }
    broken = [trails.of_sample[one.sample_id] for one in counted if one.sample_id in trails.of_sample]
    return Pilot(
        project=root.resolve().name,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        asked=asked,
        vendors=vendors,
        samples=len(samples),
        both=sum(len(one.passes) == len(vendors) for one in samples),
        by_vendor={one.name: sum(one.name in s.passes for s in samples) for one in vendors},
        languages=dict(Counter(one.makeup.language for one in samples).most_common()),
        modalities=dict(modalities.most_common()),
        numbers={one.name: numbers_of(one.name, counted, asked.rate(one.name)) for one in vendors},
        gaps=gaps_of([one.name for one in vendors], counted, asked),
        left_out=left_out,
        broken_trails=(*trails.of_project, *broken),
        untimed={name: n for name, n in untimed.items() if n},
        assumed=tuple(assumed(asked, vendors)),
        warnings=tuple(warnings(vendors, samples, counted)),
    )
