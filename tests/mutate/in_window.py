"""Files that are spoiled once a project has them, opened in the real window one after the other."""

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from crosstie.app.launch import application
from crosstie.app.session import Session
from crosstie.app.settings import Settings
from crosstie.app.window import MainWindow
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project
from crosstie.storage.store import Store
from tests.benchmarks.window.station import SIZE, Station, TooSlow
from tests.mutate.opening import KINDS, LONGEST_LINE, Found
from tests.mutate.ways import spoiled
from tests.ui.mixed_sample import ACTOR, SCHEMA

_ASSET: Final = "thing"


def open_in_window(good: Path, count: int, seed: int, folder: Path) -> Found:
    """Adds `count` copies of a file to a project, spoils them, and opens each in the same window.

    Needs a display. `ended` counts nothing here: a worker that ends is started again below the pane.
    Raises MediaUnusable where the file cannot be added without more being said of it.
    """
    found = Found()
    copies = [folder / f"copy-{number:03}{good.suffix}" for number in range(count)]
    project = _project(good, folder, copies)
    done = {}
    for path, (what, content) in zip(copies, spoiled(good.read_bytes(), count, seed), strict=True):
        path.write_bytes(content)
        done[path] = what
    app = application()
    window = MainWindow(Session(Store.open(project)), Settings())
    window.resize(*SIZE)
    window.show()
    try:
        for path, what in done.items():
            _open(app, window, path, what, found)
    finally:
        window.close()
        window.deleteLater()
        app.processEvents()
    return found


def _project(good: Path, folder: Path, copies: list[Path]) -> Path:
    lines = ["samples:"]
    for path in copies:
        path.write_bytes(good.read_bytes())
        layout = ", layout: kitti" if good.suffix == ".bin" else ""
        asset = f"{{id: {_ASSET}, kind: {KINDS[good.suffix]}, path: {path.name}{layout}}}"
        lines.append(f"  - {{id: {path.stem}, language: en, assets: [{asset}]}}")
    manifest = folder / "manifest.yaml"
    manifest.write_text("\n".join(lines), encoding="utf-8")
    with create_project(folder / "project", SCHEMA, actor_name=ACTOR) as store:
        add_manifest(store, manifest)
    return folder / "project"


def _open(app: QApplication, window: MainWindow, path: Path, what: str, found: Found) -> None:
    station = Station(app, window, path.stem)
    window.session.open_sample(path.stem)
    try:
        station.until(lambda: window.session.sample_id == path.stem and _ASSET in station.panes)
        station.until(station.panes[_ASSET].is_settled)
    except TooSlow as error:
        found.wrong.append(f"{what}: {error}")
        return
    pane = station.panes[_ASSET]
    if pane.status != "failed":
        found.shown += 1
        return
    found.refused += 1
    found.reasons[pane.reason] += 1
    if "\n" in pane.reason or not 0 < len(pane.reason) <= LONGEST_LINE or path.name not in pane.reason:
        found.wrong.append(f"{what}: {pane.reason!r}")
