"""Curves of many links: where they run, what of them is in view, and how they fall together in bundles."""

import pytest

from crosstie.schema.anchors import TimeSpan, WholeAsset
from crosstie.schema.records import Asset, End, Entity, Link, LinkStatus, Pass, Sample, SchemaRef
from crosstie.schema.sample_state import SampleState
from crosstie.viewers.lanes.frame import Frame
from crosstie.viewers.lanes.link_field import MOST_DRAWN, LinkField
from crosstie.viewers.lanes.link_filter import LinkFilter
from crosstie.viewers.lanes.links import Curve, curve_at
from crosstie.viewers.lanes.rows import Look, make_row
from crosstie.viewers.lanes.stack import Stack
from crosstie.viewers.theme import GUTTER_PX
from crosstie.viewers.timeaxis.scale import scale_between
from tests.viewers.lanes.records import annotation, asset

SECOND = 1_000_000_000
SPANS = {
    "a": ("mic", 1, 2),
    "b": ("cam", 4, 9),
    "v1": ("cam", 0, 3),
    "v2": ("cam", 11, 12),
    "v3": ("mic2", 0, 14),
}
WIDTH = 1400.0


def link(key: str, from_end: End, to_end: End, status: LinkStatus = "certain") -> Link:
    return Link(key, "s1", "p1", "l", from_end, to_end, status)


def at(key: str) -> End:
    return End("annotation", key)


def assets() -> list[Asset]:
    return [asset("mic", "audio"), asset("cam", "audio"), asset("mic2", "audio"), asset("page", "document")]


@pytest.fixture
def state() -> SampleState:
    opened = Pass("p1", "s1", "assisted", "an", SchemaRef("x", "1", ""))
    labels = [
        annotation(key, TimeSpan(start * SECOND, end * SECOND), where, "V" if key.startswith("v") else "")
        for key, (where, start, end) in SPANS.items()
    ]
    chip = annotation("row", WholeAsset(), "page", "")
    links = [
        link("ab", at("a"), at("b")),
        link("aV", at("a"), End("entity", "V"), "candidate"),
        link("Vb", End("entity", "V"), at("b")),
        link("no", at("b"), at("row"), "rejected"),
    ]
    vehicle = Entity("V", "s1", "p1", "e", "V-07")
    return SampleState("s1", [Sample("s1", "en"), opened, *assets(), vehicle, *labels, chip, *links])


def frame_of(state: SampleState, *hidden: str, from_s: float = 0, to_s: float = 15) -> Frame:
    look = Look(lambda one: one.id, lambda _one: 0x123456)
    shown = (
        make_row(one, (a for a in state.annotations_on(one.id) if a.id not in hidden), None, look)
        for one in state.assets.values()
    )
    scale = scale_between(round(from_s * SECOND), round(to_s * SECOND), GUTTER_PX, WIDTH)
    stack = Stack(list(shown), WIDTH, lambda _name: 60.0)
    return Frame(stack, scale, WIDTH, 400, 0)


def curves(state: SampleState, frame: Frame, *keys: str) -> list[Curve]:
    return LinkField(state, frame.stack, [state.links[key] for key in keys], ()).curves(frame)


def test_a_curve_leaves_one_bar_and_arrives_at_the_other_where_they_are_nearest(state: SampleState) -> None:
    frame = frame_of(state)
    (curve,) = curves(state, frame, "ab")
    here, there = frame.area_of("a"), frame.area_of("b")
    assert here is not None
    assert there is not None
    assert curve.x0 == pytest.approx((here.left + here.right) / 2)
    assert curve.y0 == pytest.approx(here.bottom)
    assert curve.x1 == pytest.approx(there.left + 3)
    assert curve.y1 == pytest.approx(there.top)
    assert curve.point(1) == pytest.approx((curve.x1, curve.y1))


def test_an_entity_at_an_end_is_reached_once_in_each_row_at_the_nearest_bar(state: SampleState) -> None:
    frame = frame_of(state)
    drawn = curves(state, frame, "aV")
    nearest, other = frame.area_of("v1"), frame.area_of("v3")
    assert nearest is not None
    assert other is not None
    assert [round(one.y1) for one in drawn] == [round(nearest.top), round(other.top)]
    assert nearest.left <= drawn[0].x1 <= nearest.right
    assert {one.status for one in drawn} == {"candidate"}


def test_an_entity_may_be_the_origin(state: SampleState) -> None:
    drawn = curves(state, frame_of(state), "Vb")
    assert len(drawn) == 1
    assert drawn[0].link_id == "Vb"


def test_a_link_with_both_ends_out_of_view_is_not_drawn(state: SampleState) -> None:
    assert not curves(state, frame_of(state, from_s=9.5, to_s=10.5), "ab")
    (half,) = curves(state, frame_of(state, from_s=5, to_s=6), "ab")
    assert half.faint


def test_a_hidden_end_takes_its_link_away_and_a_chip_is_an_end_as_well(state: SampleState) -> None:
    assert not curves(state, frame_of(state, "b"), "ab")
    (curve,) = curves(state, frame_of(state), "no")
    assert curve.status == "rejected"


def test_the_curve_under_the_cursor_is_found(state: SampleState) -> None:
    drawn = curves(state, frame_of(state), "ab", "aV")
    ab = drawn[0]
    x, y = ab.point(0.5)
    found = curve_at(drawn, x + 2, y + 1, 5)
    assert found is not None
    assert found.link_id == "ab"
    assert curve_at(drawn, x, y + 200, 5) is None


def crowded(count: int) -> SampleState:
    opened = Pass("p1", "s1", "assisted", "an", SchemaRef("x", "1", ""))
    records = []
    for number in range(count):
        span = TimeSpan(number * 7_000_000, number * 7_000_000 + 5_000_000)
        records += [annotation(f"a{number}", span, "mic", ""), annotation(f"b{number}", span, "cam", "")]
    status: dict[int, LinkStatus] = {0: "certain", 1: "candidate"}
    links = [link(f"l{n}", at(f"a{n}"), at(f"b{n}"), status[n % 2]) for n in range(count)]
    return SampleState("s1", [Sample("s1", "en"), opened, *assets(), *records, *links])


def test_two_thousand_links_are_drawn_as_few_bundles_that_lose_none_and_mix_no_status() -> None:
    state = crowded(2000)
    frame = frame_of(state)
    drawn = curves(state, frame, *state.links)
    assert len(drawn) <= MOST_DRAWN
    held = [key for one in drawn for key in (one.members or (one.link_id,))]
    assert sorted(held) == sorted(state.links)
    for one in drawn:
        assert {state.links[key].status for key in one.members or (one.link_id,)} == {one.status}


def test_close_up_the_links_of_a_bundle_are_told_apart() -> None:
    state = crowded(2000)
    drawn = curves(state, frame_of(state, from_s=3, to_s=3.4), *state.links)
    assert 50 < len(drawn) < 120
    assert not any(one.members for one in drawn)


def test_a_filter_lets_through_what_it_names() -> None:
    shown = LinkFilter()
    certain, rejected = link("x", at("a"), at("b")), link("y", at("a"), at("b"), "rejected")
    assert (shown.lets(certain), shown.lets(rejected)) == (True, False)
    assert shown.with_status("rejected", shown=True).lets(rejected)
    assert not shown.with_status("certain", shown=False).lets(certain)
    assert not shown.with_type("l", shown=False).lets(certain)
    assert shown.with_type("l", shown=False).with_type("l", shown=True) == shown
