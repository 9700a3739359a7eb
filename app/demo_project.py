"""The demo project: generated media, the gold pass, and a pass of the person's own that starts from it."""

import shutil
from pathlib import Path
from typing import Final

from crosstie.app.commands.terminal import ProgressLine
from crosstie.app.prelabelling.making import make
from crosstie.app.prelabelling.registry import makers_named
from crosstie.resources import demo as drive
from crosstie.resources.demo import SAMPLE_ID
from crosstie.schema.decisions import pending
from crosstie.schema.edits import AddActor, AddLink, OpenPass
from crosstie.schema.gestures import start_pass_from
from crosstie.schema.ids import new_id
from crosstie.schema.records import Pass, PassKind
from crosstie.storage.errors import ProjectUnusable
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project, open_project, reading_project
from crosstie.storage.project_folder import ProjectFolder
from crosstie.storage.queries import find_sample
from crosstie.storage.store import Store

__all__ = ["SAMPLE_ID", "have_candidates", "have_demo"]

_GENERATING_SHARE: Final = 0.9


def have_demo(directory: Path) -> bool:
    """Makes the demo project unless it is there, and returns whether it had to be made.

    Raises ProjectUnusable when the folder holds something else. Whatever stops it, there is no half demo.
    """
    if not _stands(directory):
        _make(directory)
        return True
    _have_own_pass(directory)
    return False


def have_candidates(directory: Path) -> None:
    """Starts an own pass without links, and lets makers propose them, unless some candidates wait already."""
    with open_project(directory) as store:
        state = store.load_sample(SAMPLE_ID)
        mine = [one for one in state.passes.values() if one.actor_id == store.actor.id]
        if mine and pending(store.schema_by_ref(mine[-1].schema), state, mine[-1].id):
            return
        gold = next(one for one in state.passes.values() if one.kind == "gold")
        _start_own_pass(store, gold.id, linked=False)
    line = ProgressLine()
    try:
        make(directory, (SAMPLE_ID,), tuple(maker.name for maker in makers_named(())), line.show)
    finally:
        line.clear()


def _stands(directory: Path) -> bool:
    """Whether the demo is there. Raises ProjectUnusable when something else is."""
    if ProjectFolder(directory).database.exists():
        with reading_project(directory) as database:
            if find_sample(database.driver, SAMPLE_ID) is None:
                raise ProjectUnusable(f"{directory} holds another project; name a new folder for the demo")
        return True
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise ProjectUnusable(f"{directory} is not empty; name a new folder for the demo")
    return False


def _make(directory: Path) -> None:
    """Makes the project beside its place and moves it there whole, so that no half-made one is ever found."""
    place = directory.absolute()
    partial = place.with_name(f".{place.name}.partial")
    line = ProgressLine()
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        _fill(partial, line)
        if place.exists():
            place.rmdir()
        partial.replace(place)
    except OSError as error:
        raise ProjectUnusable(f"{directory} cannot be made: {error.strerror or error}") from error
    finally:
        line.clear()
        shutil.rmtree(partial, ignore_errors=True)


def _fill(partial: Path, line: ProgressLine) -> None:
    generated = partial / "generated"
    manifest = drive.generate(generated, lambda stage, share: line.show(stage, share * _GENERATING_SHARE))
    schema = generated / "driving.yaml"
    with create_project(partial, schema.read_bytes(), schema.name) as store:
        add_manifest(
            store,
            manifest,
            lambda what, share: line.show(what, _GENERATING_SHARE + share * (1 - _GENERATING_SHARE)),
            copy=True,
        )
        _label(store)
    shutil.rmtree(generated)


def _label(store: Store) -> None:
    """Imports the gold pass, and starts a pass of the person's own from it."""
    gold = _pass(store, "gold", drive.SIMULATOR.id, "gold")
    store.apply([AddActor(drive.SIMULATOR)], "demo")
    store.apply([OpenPass(gold), *drive.gold_edits(gold.id)], "import", actor_id=drive.SIMULATOR.id)
    _start_own_pass(store, gold.id)


def _have_own_pass(directory: Path) -> None:
    """Lets a person who finds somebody else's demo label it too."""
    with open_project(directory) as store:
        passes = store.load_sample(SAMPLE_ID).passes.values()
        if not any(one.actor_id == store.actor.id for one in passes):
            _start_own_pass(store, next(one.id for one in passes if one.kind == "gold"))


def _start_own_pass(store: Store, gold_id: str, *, linked: bool = True) -> None:
    state = store.load_sample(SAMPLE_ID)
    opened = _pass(store, "assisted", store.actor.id, new_id(), started_from=gold_id)
    copies = start_pass_from(state, gold_id, opened)
    kept = [edit for edit in copies if linked or not isinstance(edit, AddLink)]
    store.apply([OpenPass(opened), *kept], "start pass")


def _pass(store: Store, kind: PassKind, actor_id: str, pass_id: str, started_from: str = "") -> Pass:
    return Pass(pass_id, SAMPLE_ID, kind, actor_id, store.schema_ref(), started_from)
