"""Making candidates over a whole project: runs the makers, writes their passes, tells what came of it."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from crosstie.app.prelabelling.batches import SameAs, same_across
from crosstie.app.prelabelling.board import update_board
from crosstie.app.prelabelling.crew import run_all
from crosstie.app.prelabelling.disagreement import disagreement
from crosstie.app.prelabelling.found import Order, SampleFound
from crosstie.app.prelabelling.passes import PassWriter, Written
from crosstie.schema.errors import EditRefused
from crosstie.storage import queries
from crosstie.storage.database import Driver
from crosstie.storage.project import open_project, reading_project
from crosstie.storage.store import Store

OnProgress = Callable[[str, float], None]


class SampleMade(msgspec.Struct, frozen=True):
    """One sample: the pass that its candidates are about, how many each maker has, how they contradict."""

    sample: str
    pass_id: str
    makers: tuple[Written, ...] = ()
    disagreement: float = 0.0
    failure: str = ""


class Made(msgspec.Struct, frozen=True):
    """What `crosstie candidates --json` prints; the samples most at odds with themselves first."""

    project: str
    samples: tuple[SampleMade, ...]
    same_as: tuple[SameAs, ...]
    notes: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether the makers, or writing what they made, failed on a sample."""
        return any(one.failure for one in self.samples)


def make(root: Path, sample_ids: Sequence[str], makers: tuple[str, ...], progress: OnProgress) -> Made:
    """Runs the makers over samples and writes a pass for each. Raises ProjectUnusable or StoreFailed.

    Each sample is written as soon as it is done, so that stopping loses only what is under way.
    """
    made: list[SampleMade] = []
    found: list[SampleFound] = []
    order = Order(str(root), makers)
    running = run_all(order, sample_ids, lambda title, share: progress(f"looking for {title}", share))
    with open_project(root) as store, reading_project(root) as database, closing(running):
        writer = PassWriter(store)
        for one in running:
            made.append(_made(store, database.driver, writer, one))
            found.append(one)
            progress("making candidates", len(made) / len(sample_ids))
    whole = "same_entity" in makers and len(sample_ids) > 1
    same_as = same_across(found) if whole else ()
    update_board(root, {one.sample: one.disagreement for one in made}, same_as if whole else None)
    made.sort(key=lambda one: (-one.disagreement, one.sample))
    return Made(str(root), tuple(made), same_as, notes_of(found))


def notes_of(found: Sequence[SampleFound]) -> tuple[str, ...]:
    """What makers could not look at, each line once, with the sample's id."""
    return tuple(
        dict.fromkeys(
            f"{one.sample_id}: {note}" for one in found for maker in one.found for note in maker.notes
        )
    ) + tuple(f"{one.sample_id}: {one.failure}" for one in found if one.failure)


def _made(store: Store, driver: Driver, writer: PassWriter, found: SampleFound) -> SampleMade:
    if not found.pass_id:
        return SampleMade(found.sample_id, "", failure=found.failure)
    state = queries.sample_state(driver, found.sample_id)
    opened = state.passes[found.pass_id]
    try:
        written = writer.write(found, opened.schema)
    except EditRefused as error:
        return SampleMade(found.sample_id, "", failure=str(error))
    state = queries.sample_state(driver, found.sample_id)
    odds = disagreement(store.schema_by_ref(opened.schema), state, found.pass_id)
    return SampleMade(found.sample_id, found.pass_id, written, odds)
