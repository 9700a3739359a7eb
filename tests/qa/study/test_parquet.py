"""The Parquet file adds up to the figures of the report."""

from fractions import Fraction
from pathlib import Path

import msgspec
import pyarrow.dataset as ds
import pytest

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.study import parquet
from crosstie.qa.study.parquet import SCHEMA, write_parquet
from crosstie.qa.study.row import Cell
from crosstie.qa.study.running import run_study
from crosstie.qa.sums import Key, Number
from crosstie.storage.arrow import label_batches
from crosstie.storage.project import reading_project
from tests.qa.study.projects import Draft, box, shop, turn, words


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with shop(tmp_path / "p") as made:
        for number in range(12):
            sample_id = made.sample(f"s{number:04d}", f"b{number // 6}")
            scene: list[Draft] = [turn("t", 0, 2), words("w", 0, 5), box("b", 100, "c_jar")]
            made.label(sample_id, "An", labels=[*scene, box("a", number / 7)])
            made.label(sample_id, "Bo", labels=[*scene, box("a", 0)])
    return tmp_path / "p"


def test_the_file_adds_up_to_the_tally(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 500)
    told: list[float] = []
    written = write_parquet(root, tmp_path / "rows.parquet", on_progress=told.append)
    table = ds.dataset(tmp_path / "rows.parquet").to_table()
    assert table.schema == SCHEMA
    assert table.num_rows == written > 1_000
    assert told[-1] == 1.0
    added: dict[tuple[str, Cell], dict[Key, Number]] = {}
    for row in table.to_pylist():
        sums = added.setdefault((row["comparison"], Cell(row["metric"], row["facet"], row["value"])), {})
        key = _tuple(msgspec.json.decode(row["key"]))
        value = Fraction(row["exact"]) if row["exact"] else Fraction(row["sum"])
        sums[key] = sums.get(key, 0) + value
    tally = run_study(root, jobs=1)
    wholes = [one for one in tally.slices() if not one.by]
    assert {(one.comparison, one.cell) for one in wholes} == set(added)
    for asked in wholes:
        whole = tally.sums(asked).cells
        for place, sum_there in added[asked.comparison, asked.cell].items():
            assert abs(Fraction(whole.get(place, 0)) - Fraction(sum_there)) < Fraction(12, 1 << 64)


def test_a_file_that_cannot_be_written_leaves_nothing(root: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "full").mkdir()
    (tmp_path / "there" / "full" / "x").touch()
    with pytest.raises(QualityInvalid, match=r"full cannot be written"):
        write_parquet(root, tmp_path / "there" / "full")
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["full"]


def test_labels_come_in_batches_of_columns(root: Path) -> None:
    with reading_project(root) as database:
        batches = list(label_batches(database, "annotation", rows=50))
        assert [batch.num_rows for batch in batches] == [50, 46]
        assert {"sample_id", "pass_id", "class_id", "anchor_kind", "body"} <= set(batches[0].schema.names)
        ids = [value for batch in batches for value in batch.column("sample_id").to_pylist()]
        assert ids == sorted(ids)
        assert list(label_batches(database, "link")) == []


def _tuple(found: list[object]) -> Key:
    return tuple(_tuple(one) if isinstance(one, list) else one for one in found)
