import pytest

from crosstie.schema.anchors import WholeAsset
from crosstie.schema.records import Asset, End, Entity, Link, LinkStatus, Pass, Sample, SchemaRef
from crosstie.schema.sample_state import SampleState
from crosstie.viewers.lanes.links import Spot, curve_at, curves, shown_links
from tests.viewers.lanes.records import annotation, asset


def spot(key: str, row: int, left: float, right: float, *, in_view: bool = True) -> Spot:
    return Spot(key, row, left, right, row * 30.0, row * 30.0 + 16.0, 0x123456, in_view)


SPOTS = {
    "a": spot("a", 0, 100, 140),
    "b": spot("b", 1, 300, 500),
    "v1": spot("v1", 1, 90, 200),
    "v2": spot("v2", 1, 600, 700),
    "v3": spot("v3", 2, 50, 800),
}


def link(key: str, from_end: End, to_end: End, status: LinkStatus = "certain") -> Link:
    return Link(key, "s1", "p1", "l", from_end, to_end, status)


def at(key: str) -> End:
    return End("annotation", key)


@pytest.fixture
def state() -> SampleState:
    cam: Asset = asset("cam", "video")
    vehicle = Entity("V", "s1", "p1", "e", "V-07")
    whole = WholeAsset()
    labels = [annotation(key, whole, "cam", "V" if key.startswith("v") else "") for key in SPOTS]
    links = [link("ab", at("a"), at("b")), link("aV", at("a"), End("entity", "V"), "candidate")]
    rejected = link("no", at("b"), at("v3"), "rejected")
    opened = Pass("p1", "s1", "assisted", "an", SchemaRef("x", "1", ""))
    return SampleState("s1", [Sample("s1", "en"), opened, cam, vehicle, *labels, *links, rejected])


def test_a_curve_leaves_one_bar_and_arrives_at_the_other_where_they_are_nearest(state: SampleState) -> None:
    (curve,) = curves(state, [state.links["ab"]], SPOTS.get)
    assert (curve.x0, curve.y0) == (120, 16)
    assert (curve.x1, curve.y1) == (303, 30)
    assert curve.point(0) == (120, 16)
    assert curve.point(1) == (303, 30)


def test_an_entity_at_an_end_is_reached_once_in_each_row_at_the_nearest_bar(state: SampleState) -> None:
    drawn = curves(state, [state.links["aV"]], SPOTS.get)
    assert [(curve.status, curve.y1) for curve in drawn] == [("candidate", 30), ("candidate", 60)]
    assert 90 <= drawn[0].x1 <= 200


def test_rejected_links_are_drawn_only_where_asked_for_by_name(state: SampleState) -> None:
    assert [one.id for one in shown_links(state, "p1", None)] == ["ab", "aV"]
    assert [one.id for one in shown_links(state, "p1", ["no", "gone"])] == ["no"]
    assert not list(shown_links(state, "other", None))


def test_a_link_with_both_ends_out_of_view_is_not_drawn(state: SampleState) -> None:
    far = SPOTS | {key: spot(key, i, -5, -5, in_view=False) for i, key in enumerate("ab")}
    assert not curves(state, [state.links["ab"]], far.get)
    near = far | {"b": SPOTS["b"]}
    assert curves(state, [state.links["ab"]], near.get)[0].faint


def test_a_hidden_end_takes_its_link_away(state: SampleState) -> None:
    assert not curves(state, [state.links["ab"]], {"a": SPOTS["a"]}.get)


def test_the_curve_under_the_cursor_is_found(state: SampleState) -> None:
    drawn = curves(state, list(state.links.values()), SPOTS.get)
    (ab,) = (curve for curve in drawn if curve.link_id == "ab")
    x, y = ab.point(0.5)
    found = curve_at(drawn, x + 2, y + 1, 5)
    assert found is not None
    assert found.link_id == "ab"
    assert curve_at(drawn, 1200, 300, 5) is None
