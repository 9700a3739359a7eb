"""`crosstie schema reconcile` from three files to one schema, and a project brought under it."""

import csv
import io
from pathlib import Path

import pytest

from crosstie.schema.anchors import Box
from crosstie.schema.edits import AddAnnotation, AddAsset, AddSample, OpenPass
from crosstie.schema.ids import new_id
from crosstie.schema.records import Annotation, Pass, Sample
from crosstie.storage.audit import verify
from crosstie.storage.project import create_project, reading_project
from tests.app.command import Commands
from tests.schema.reconcile.teams import CAMERA, LIDAR, NARRATION
from tests.storage.projects import ANNA, picture

LIDAR_IN_PICTURES = LIDAR.replace(b"anchors: [cuboid]", b"anchors: [box]").replace(
    b"    aliases: [vehicles]\n", b""
)


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return the three teams' files."""
    found = []
    for name, source in (
        ("camera.yaml", CAMERA),
        ("lidar.yaml", LIDAR_IN_PICTURES),
        ("narration.csv", NARRATION),
    ):
        (tmp_path / name).write_bytes(source)
        found.append(tmp_path / name)
    return found


def labelled(root: Path) -> None:
    """Make a project in which the camera's vehicles and the lidar's transportation mark the same places."""
    with create_project(root, CAMERA, "camera.yaml", ANNA) as store:
        camera = store.schema_ref()
        store.use_schema(LIDAR_IN_PICTURES, "lidar.yaml")
        store.apply([AddSample(Sample("s1", "en")), AddAsset(picture("s1"))])
        for ref, classes in (
            (camera, ("c_vehicle", "c_person")),
            (store.schema_ref(), ("c_transportation", "c_human")),
        ):
            opened = Pass(new_id(), "s1", "assisted", store.actor.id, ref)
            store.apply([OpenPass(opened)])
            places = [(classes[at % 4 == 3], Box(at * 50, 10, 20, 20)) for at in range(40)]
            store.apply(
                [
                    AddAnnotation(Annotation(new_id(), "s1", opened.id, "cam", class_id, place))
                    for class_id, place in places
                ]
            )


def confirm(table: Path, **into: str) -> None:
    """Confirm every row as a person would, some with another class."""
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    for row in rows:
        row["into"] = into.get(row["id"], row["into"])
        row["confirmed"] = "yes"
    with table.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_three_taxonomies_become_one_schema_and_their_labels_come_under_it(
    crosstie: Commands, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSTIE_ACTOR", ANNA)
    root, out = tmp_path / "project", tmp_path / "street.yaml"
    table = tmp_path / "street.mapping.csv"
    labelled(root)
    command: tuple[str | Path, ...] = ("schema", "reconcile", *files, "--out", out, "--project", root)
    proposed = crosstie(*command)
    assert proposed.code == 1
    assert (
        "30 of 30 labels of 'transportation' that stand with any of camera stand with 'vehicle'"
        in proposed.out
    )
    assert not out.exists()
    assert "are not confirmed" in crosstie(*command).out
    confirm(table, c_human="c_person", c_pole="")
    done = crosstie(*command)
    assert done.code == 1
    assert "not mapped: 'pole' of lidar" in done.out
    assert crosstie("schema", "check", out).code == 0
    assert crosstie("schema", "migrate", root, out).code == 0
    with reading_project(root) as database:
        assert verify(database).is_sound
        rows = database.driver.execute(
            "SELECT class_id, count(*) FROM annotations JOIN passes ON passes.id = pass_id"
            ' WHERE passes.body LIKE \'%"id":"street"%\' GROUP BY class_id ORDER BY class_id'
        ).fetchall()
    assert rows == [("c_person", 20), ("c_vehicle", 60)]


def test_what_cannot_be_read_or_written_is_told(
    crosstie: Commands, files: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "street.yaml"
    none = tmp_path / "none.yaml"
    assert "none.yaml: cannot be read" in crosstie("schema", "reconcile", none, "--out", out).complaint()
    bad = tmp_path / "bad.xml"
    bad.write_bytes(b"<!DOCTYPE a><View/>")
    assert "document type" in crosstie("schema", "reconcile", bad, "--out", out).complaint()
    nowhere = tmp_path / "no" / "folder.yaml"
    assert "cannot be written" in crosstie("schema", "reconcile", files[0], "--out", nowhere).complaint()


def test_it_is_told_to_programs_too(crosstie: Commands, files: list[Path], tmp_path: Path) -> None:
    out, table = tmp_path / "street.yaml", tmp_path / "map.yaml"
    command: tuple[str | Path, ...] = (
        "schema",
        "reconcile",
        *files,
        "--out",
        out,
        "--mapping",
        table,
        "--json",
    )
    told = crosstie(*command).json()
    assert told["schema"] is None
    table.write_text(table.read_text("utf-8").replace("confirmed: ''", "confirmed: yes"), "utf-8")
    assert crosstie(*command).json()["schema"] == str(out)
