"""A study counted in this process, in many, and on a Dask cluster, and what of it is kept."""

import shutil
from pathlib import Path
from typing import Final

import pytest

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.study.row import Comparison, Counted
from crosstie.qa.study.running import run_study
from crosstie.qa.study.running_chunks import FEWEST, MOST, chunks
from crosstie.qa.study.running_part import StudyStopped
from crosstie.qa.study.sample import SampleCounter
from crosstie.qa.study.tally_wire import encode
from crosstie.storage.errors import ProjectUnusable
from crosstie.storage.project import open_project
from tests.qa.study.cluster import dask_cluster
from tests.qa.study.projects import Draft, Shop, box, shop, turn, words

SAMPLES = 40
SETTLED: Final[tuple[Comparison, ...]] = ("settled",)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("many") / "p"
    with shop(root) as made:
        for number in range(SAMPLES):
            _fill(made, number)
    (root / "pods.yaml").write_text("north: [An]\nsouth: [Bo]\n", encoding="utf-8")
    return root


@pytest.fixture
def own(many: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(many, tmp_path / "p", ignore=shutil.ignore_patterns("cache")))


def test_processes_and_a_cluster_give_the_bytes_of_one_process(own: Path, tmp_path: Path) -> None:
    alone = run_study(own, jobs=1)
    assert alone.samples == SAMPLES
    assert {key.comparison for key in alone.slices()} == {"agreement", "team", "settled"}
    wanted = encode(alone)
    assert encode(run_study(own, jobs=1)) == wanted
    shutil.rmtree(own / "cache", ignore_errors=True)
    shares: list[float] = []
    assert encode(run_study(own, jobs=2, on_progress=shares.append)) == wanted
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    with dask_cluster(tmp_path) as address:
        assert encode(run_study(own, dask_address=address)) == wanted


def test_only_what_changed_is_counted_again(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_study(own, jobs=1)
    counted: list[str] = []
    real = SampleCounter.count

    def noted(self: SampleCounter, sample_id: str) -> Counted:
        counted.append(sample_id)
        return real(self, sample_id)

    monkeypatch.setattr(SampleCounter, "count", noted)
    kept = run_study(own, jobs=1)
    assert counted == []
    with open_project(own, "Lead") as store:
        made = Shop(store)
        made.label("s0007", "Cy", labels=[box("late", 300)])
        made.sample("s0003b")
    # Somebody who is new to the project is written to its own chain, so all is counted once more.
    run_study(own, jobs=1)
    counted.clear()
    with open_project(own, "Lead") as store:
        Shop(store).sample("s0004b")
    changed = run_study(own, jobs=1)
    assert counted == ["s0004b"]
    assert changed.samples == SAMPLES + 2
    shutil.rmtree(own / "cache")
    assert encode(run_study(own, jobs=1)) == encode(changed)
    assert encode(changed) != encode(kept)


def test_what_is_kept_may_be_damaged_or_not_be_written(own: Path) -> None:
    wanted = encode(run_study(own, jobs=1))
    for path in (own / "cache" / "quality").rglob("*.counted"):
        path.write_bytes(path.read_bytes()[:-20])
    assert encode(run_study(own, jobs=1)) == wanted
    shutil.rmtree(own / "cache")
    (own / "cache").write_text("no folder")
    assert encode(run_study(own, jobs=1)) == wanted


def test_other_questions_and_pods_are_kept_apart_and_few_of_them(own: Path) -> None:
    run_study(own, jobs=1)
    only = run_study(own, SETTLED, jobs=1)
    assert {key.comparison for key in only.slices()} == {"settled"}
    (own / "pods.yaml").unlink()
    without = run_study(own, jobs=1)
    assert {key.comparison for key in without.slices()} == {"agreement", "settled"}
    assert len(list((own / "cache" / "quality").iterdir())) == 2


def test_a_study_can_be_stopped(own: Path) -> None:
    with pytest.raises(StudyStopped):
        run_study(own, jobs=1, should_stop=lambda: True)
    told: list[float] = []
    with pytest.raises(StudyStopped):
        run_study(own, jobs=2, on_progress=told.append, should_stop=lambda: bool(told))
    assert told[-1] < 1.0


def test_no_cluster_and_no_project_are_said_in_one_line(own: Path) -> None:
    with pytest.raises(QualityInvalid, match=r"^no Dask scheduler answers at tcp://127\.0\.0\.1:9 .*$"):
        run_study(own, dask_address="tcp://127.0.0.1:9")
    with pytest.raises(ProjectUnusable):
        run_study(own / "nowhere")
    with pytest.raises(QualityInvalid, match=r"an address is like tcp://"):
        run_study(own, dask_address="scheduler")


def test_without_dask_it_is_said_how_to_install_it(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(QualityInvalid, match=r"pip install 'crosstie\[cluster\]'"):
        run_study(own, dask_address="tcp://127.0.0.1:9")


def test_chunks_stay_the_same_when_a_sample_comes() -> None:
    ids = [f"s{number:05d}" for number in range(3_000)]
    before = set(chunks(ids))
    after = list(chunks(sorted([*ids, "s01500b"])))
    assert [one for chunk in after for one in chunk] == sorted([*ids, "s01500b"])
    assert all(len(chunk) <= MOST for chunk in after)
    assert all(len(chunk) >= FEWEST for chunk in after[:-1])
    assert len(set(after) - before) < 8


def _fill(made: Shop, number: int) -> None:
    sample_id = made.sample(f"s{number:04d}", f"b{number // 16}")
    scene: list[Draft] = [box("a", 0), turn("t", 0, 2), words("w", 0, 5)]
    made.label(sample_id, "An", labels=[*scene, box("b", 100 + number % 5, "c_jar")])
    made.label(sample_id, "Bo", labels=[*scene, box("b", 100)])
