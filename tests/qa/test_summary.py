"""The summary counts what a project holds, by every property that people ask for."""

from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from crosstie.qa.summary import project_summary
from crosstie.storage.errors import StoreFailed
from crosstie.storage.project import reading_project
from tests.storage.projects import labels, new_project, only_pass, open_pass


def test_everything_is_counted_by_its_properties(tmp_path: Path) -> None:
    with new_project(tmp_path / "p", ("s1", "s2")) as store:
        store.apply(labels(only_pass(store)))
        store.apply(labels(open_pass(store, kind="review")))
    with reading_project(tmp_path / "p") as database:
        summary = project_summary(database)
    assert summary.totals == {
        "samples": 2, "assets": 2, "passes": 3, "annotations": 4, "entities": 2, "links": 2, "ops": 17,
    }  # fmt: skip
    assert summary.slices == {
        "samples by language": {"en": 2},
        "samples by batch": {"": 2},
        "samples by site": {"": 2},
        "assets by modality": {"image": 2},
        "passes by kind": {"assisted": 2, "review": 1},
        "annotations by class": {"c_speech": 2, "c_vehicle": 2},
        "annotations by anchor": {"box": 4},
        "annotations by modality": {"image": 4},
        "entities by type": {"e_vehicle": 2},
        "links by type": {"l_same": 2},
        "links by status": {"candidate": 2},
    }


def test_a_damaged_project_is_told(tmp_path: Path) -> None:
    root = tmp_path / "p"
    new_project(root).close()
    connection = dbapi2.connect(root / "project.db", isolation_level=None)
    connection.execute("DROP TABLE links")
    connection.close()
    with reading_project(root) as database, pytest.raises(StoreFailed, match="no such table"):
        project_summary(database)
