"""The store keeps what it acknowledged, whole, and refuses what does not fit."""

import math
from pathlib import Path

import msgspec
import pytest
from pysqlite3 import dbapi2

from crosstie.schema.anchors import Box
from crosstie.schema.edits import (
    AddActor,
    AddAnnotation,
    AddAsset,
    AddSample,
    Edit,
    LinkState,
    Meaning,
    OpenPass,
    RemoveAnnotation,
    ReversibleEdit,
    SetAnchor,
    SetEntity,
    SetLink,
    SetMeaning,
    inverses,
)
from crosstie.schema.errors import EditRefused, SchemaInvalid
from crosstie.schema.records import Actor, Annotation, Link, Pass, Provenance, Sample, SchemaRef
from crosstie.storage.errors import StoreFailed
from crosstie.storage.store import Store
from tests.storage.projects import (
    ANNA,
    SCHEMA,
    annotation,
    labels,
    new_project,
    only_pass,
    open_pass,
    picture,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "project"


def reversible(edits: list[Edit]) -> list[ReversibleEdit]:
    return [edit for edit in edits if isinstance(edit, ReversibleEdit)]


def test_edits_are_there_after_closing_and_opening(root: Path) -> None:
    with new_project(root) as store:
        gesture = labels(only_pass(store))
        changes = store.apply(gesture, "test")
        assert [item.kind for item in changes.items] == ["entity", "annotation", "annotation", "link"]
        before = store.load_sample("s1")
    with Store.open(root, ANNA) as store:
        after = store.load_sample("s1")
        assert after.same_as(before)
        assert [record.id for record in after.records()] == [record.id for record in before.records()]
        assert len(after.annotations) == 2


def test_a_gesture_is_applied_whole_or_not_at_all(root: Path) -> None:
    with new_project(root) as store:
        good = annotation(only_pass(store))
        missing = SetAnchor("s1", "nobody", good.anchor, Box(1, 1, 1, 1))
        with pytest.raises(EditRefused, match="nobody is not in sample s1"):
            store.apply([AddAnnotation(good), missing])
        assert not store.load_sample("s1").annotations
        store.apply([AddAnnotation(good)])
    with Store.open(root, ANNA) as store:
        assert list(store.load_sample("s1").annotations) == [good.id]
        assert len(store.history("s1")) == 4


def test_undoing_restores_exactly(root: Path) -> None:
    with new_project(root) as store:
        before = store.load_sample("s1")
        gesture = reversible(labels(only_pass(store)))
        store.apply(gesture)
        done = store.load_sample("s1")
        store.apply(inverses(gesture), "undo")
        assert store.load_sample("s1").same_as(before)
        store.apply(gesture, "redo")
        assert store.load_sample("s1").same_as(done)
    with Store.open(root, ANNA) as store:
        assert store.load_sample("s1").same_as(done)
        assert store.samples()[0].annotation_count == 2


def test_an_annotation_removed_and_added_in_one_gesture_comes_last(root: Path) -> None:
    with new_project(root) as store:
        opened = only_pass(store)
        first, second = annotation(opened), annotation(opened)
        store.apply([AddAnnotation(first), AddAnnotation(second)])
        store.apply([RemoveAnnotation(first), AddAnnotation(first)])
        shown = list(store.load_sample("s1").annotations)
    with Store.open(root, ANNA) as store:
        assert list(store.load_sample("s1").annotations) == shown == [second.id, first.id]


def test_an_edit_of_something_that_changed_meanwhile_is_refused(root: Path) -> None:
    with new_project(root) as store:
        made = annotation(only_pass(store))
        store.apply([AddAnnotation(made)])
        move = SetAnchor("s1", made.id, made.anchor, Box(5, 5, 5, 5))
        store.apply([move])
        with pytest.raises(EditRefused, match="changed meanwhile"):
            store.apply([move])


def test_the_schema_is_asked(root: Path) -> None:
    with new_project(root) as store:
        opened = only_pass(store)
        with pytest.raises(EditRefused, match="no class 'c_ghost'"):
            store.apply([AddAnnotation(annotation(opened, class_id="c_ghost"))])


@pytest.mark.parametrize(
    "unfit",
    [
        Annotation("\ud800", "s1", "", "cam", "c_vehicle", Box(1, 1, 1, 1)),
        Annotation("a", "s1", "", "cam", "c_vehicle", Box(1, 1, 1, 1), {"colour": "\ud800"}),
        Annotation("a", "s1", "", "cam", "c_vehicle", Box(1, 1, 1, 1), {"speed": math.nan}),
        Annotation(
            "a", "s1", "", "cam", "c_vehicle", Box(1, 1, 1, 1), provenance=Provenance("model", score=math.nan)
        ),
        Annotation("a", "s1", "", "cam", "c_vehicle", Box(1, 1, 1, 10**400)),
    ],
)  # fmt: skip
def test_what_json_cannot_hold_is_refused(root: Path, unfit: Annotation) -> None:
    with new_project(root) as store:
        opened = only_pass(store)
        made = msgspec.structs.replace(unfit, pass_id=opened.id)
        with pytest.raises(EditRefused):
            store.apply([AddAnnotation(made)])
        assert not store.load_sample("s1").annotations


def test_one_gesture_concerns_one_sample(root: Path) -> None:
    with new_project(root, ("s1", "s2")) as store:
        gesture = [AddAnnotation(annotation(only_pass(store, name))) for name in ("s1", "s2")]
        with pytest.raises(EditRefused, match="concerns 2"):
            store.apply(gesture)


def test_a_sample_id_is_taken_once(root: Path) -> None:
    with new_project(root) as store:
        with pytest.raises(EditRefused, match="already"):
            store.apply([AddSample(Sample("s1", "en"))])
        with pytest.raises(EditRefused, match="only actors and schemas"):
            store.apply([AddSample(Sample("", "en"))])
        with pytest.raises(StoreFailed, match="no sample 's9'"):
            store.load_sample("s9")


def test_only_its_own_actor_writes_into_a_pass(root: Path) -> None:
    bob = Actor("bob", "human", "Bob")
    with new_project(root) as store:
        annas = only_pass(store)
        store.apply([AddActor(bob)])
        with pytest.raises(EditRefused, match="another actor"):
            store.apply([AddAnnotation(annotation(annas))], actor_id="bob")
        with pytest.raises(EditRefused, match="another actor"):
            store.apply([OpenPass(Pass("p9", "s1", "blind", "bob", store.schema_ref()))])
        with pytest.raises(EditRefused, match="nobody"):
            store.apply([AddAnnotation(annotation(annas))], actor_id="nobody")
        bobs = open_pass(store, actor_id="bob")
        store.apply([AddAnnotation(annotation(bobs))], actor_id="bob")
        assert store.history("s1", limit=1)[0].actor_name == "Bob"


def test_an_entity_stays_in_its_pass(root: Path) -> None:
    with new_project(root) as store:
        gesture = labels(only_pass(store))
        store.apply(gesture)
        entity = next(iter(store.load_sample("s1").entities.values()))
        moved = msgspec.structs.replace(entity, pass_id=open_pass(store).id)
        with pytest.raises(EditRefused, match="cannot change"):
            store.apply([SetEntity(entity, moved)])


def test_who_works_blind_gets_no_other_labels(root: Path) -> None:
    with new_project(root) as store:
        store.apply(labels(only_pass(store)))
        store.apply([AddActor(Actor("bob", "human", "Bob"))])
        assert store.load_sample("s1").annotations
    with Store.open(root, "Bob") as bobs:
        blind = open_pass(bobs, kind="blind")
        mine = annotation(blind)
        bobs.apply([AddAnnotation(mine)])
        for for_pass in (None, blind.id, "assisted"):
            seen = bobs.load_sample("s1", for_pass=for_pass)
            assert list(seen.annotations) == [mine.id]
            assert not seen.links
            assert list(seen.passes) == [blind.id]
        assert {entry.pass_id for entry in bobs.history("s1")} <= {"", blind.id}
        review = open_pass(bobs, kind="review")
        assert len(bobs.load_sample("s1", for_pass=review.id).annotations) == 3


def test_a_state_that_was_handed_out_is_ones_own(root: Path) -> None:
    with new_project(root) as store:
        state = store.load_sample("s1")
        made = annotation(only_pass(store))
        state.apply([AddAnnotation(made)])
        assert not store.load_sample("s1").annotations


def test_only_the_passes_that_were_asked_for_are_loaded(root: Path) -> None:
    with new_project(root) as store:
        first, second = only_pass(store), open_pass(store)
        store.apply([AddAnnotation(annotation(first))])
        store.apply([AddAnnotation(annotation(second))])
        state = store.load_sample("s1", frozenset({second.id}))
        assert [one.pass_id for one in state.annotations.values()] == [second.id]


def test_counts_follow_every_edit(root: Path) -> None:
    with new_project(root) as store:
        gesture = labels(only_pass(store))
        store.apply(gesture)
        summary = store.samples()[0]
        assert (summary.annotation_count, summary.link_count, summary.open_problems) == (2, 1, 1)
        link = next(iter(store.load_sample("s1").links.values()))
        store.apply([settled(link)])
        assert store.samples()[0].open_problems == 0


def settled(link: Link) -> SetLink:
    before = LinkState(link.status, link.attributes)
    return SetLink(link.sample_id, link.id, before, LinkState("certain", {}))


def test_history_says_who_did_what_with_before_and_after(root: Path) -> None:
    with new_project(root) as store:
        made = annotation(only_pass(store))
        store.apply([AddAnnotation(made)], "video", "g1")
        meaning = Meaning("c_vehicle", {"colour": "red"})
        store.apply([SetMeaning("s1", made.id, Meaning("c_vehicle", {}), meaning)], "inspector")
        newest, first = store.history("s1", made.id)
        assert (newest.what, newest.before, newest.after) == (
            "changed annotation", "c_vehicle", "c_vehicle (colour=red)",
        )  # fmt: skip
        assert (first.actor_name, first.initiator, first.gesture_id) == (ANNA, "video", "g1")
        assert first.after.startswith("c_vehicle on cam: box at 10.0, 20.0")
        assert len(store.history("s1", limit=1)) == 1


def test_a_new_schema_comes_into_use_beside_the_old(root: Path) -> None:
    with new_project(root) as store:
        old = store.schema_ref()
        store.use_schema(SCHEMA.replace(b"1.0.0", b"1.1.0"), "next.yaml")
        assert store.schema_ref().version == "1.1.0"
        assert store.schema_by_ref(old).source == SCHEMA
        assert open_pass(store).schema.version == "1.1.0"
        with pytest.raises(SchemaInvalid):
            store.use_schema(b"schema: [", "bad.yaml")
    with Store.open(root, ANNA) as store:
        assert store.schema_ref().version == "1.1.0"
        with pytest.raises(StoreFailed, match="not in the project"):
            store.schema_by_ref(SchemaRef("x", "1", "0" * 64))
        unknown = Pass("p", "s1", "gold", store.actor.id, SchemaRef("x", "1", "0" * 64))
        with pytest.raises(EditRefused, match="not in the project"):
            store.apply([OpenPass(unknown)])


def test_after_a_full_disk_the_store_goes_on(root: Path) -> None:
    with new_project(root) as store:
        opened = only_pass(store)
        database = store._database
        store._submit(lambda: database.driver.execute("PRAGMA max_page_count=1")).result()
        big = [AddAnnotation(annotation(opened)) for _ in range(400)]
        with pytest.raises(StoreFailed, match="full; free some disk space"):
            store.apply(big)
        store._submit(lambda: database.driver.execute("PRAGMA max_page_count=1000000")).result()
        store.apply(big[:1])
        assert len(store.load_sample("s1").annotations) == 1


def test_a_database_that_may_not_be_written_is_told(root: Path) -> None:
    with new_project(root) as store:
        driver = store._database.driver
        made = AddAnnotation(annotation(only_pass(store)))
        store._submit(lambda: driver.execute("PRAGMA query_only=ON")).result()
        with pytest.raises(StoreFailed, match="readonly database; check that the project's folder"):
            store.apply([made])
        assert not store.load_sample("s1").annotations
        store._submit(lambda: driver.execute("PRAGMA query_only=OFF")).result()
        store.apply([made])


def test_a_closed_store_says_so(root: Path) -> None:
    store = new_project(root)
    store.close()
    store.close()
    with pytest.raises(StoreFailed, match="closed"):
        store.samples()


def test_commits_are_durable_and_checked(root: Path) -> None:
    with new_project(root) as store:
        driver = store._database.driver

        def settings() -> list[object]:
            names = ("journal_mode", "synchronous", "foreign_keys")
            return [driver.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

        assert store._submit(settings).result() == ["wal", 2, 1]


def test_a_bigger_asset_list_keeps_its_order(root: Path) -> None:
    names = ["z", "a", "m"]
    with new_project(root) as store:
        store.apply([AddAsset(picture("s1", name)) for name in names])
    with Store.open(root, ANNA) as store:
        assert list(store.load_sample("s1").assets) == ["cam", *names]
    connection = dbapi2.connect(root / "project.db")
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()
