"""Which links are drawn: by type, by how sure one is, and as bundles where there are two thousand."""

import math
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from crosstie.schema.edits import AddLink, LinkState, SetLink
from crosstie.schema.records import End, Link, LinkStatus
from crosstie.viewers.lanes.body import LanesBody
from crosstie.viewers.lanes.hits import Hit, hit_at
from crosstie.viewers.lanes.link_field import MOST_DRAWN
from crosstie.viewers.lanes.link_filter import LinkFilter
from crosstie.viewers.lanes.links import Curve
from crosstie.viewers.lanes.pointer import STILL_PX
from tests.ui.busy_sample import LINKS, busy_edits
from tests.ui.grounded_project import ACTOR, SAMPLE, make_grounded_project
from tests.ui.pointing import click, hover
from tests.ui.small_project import STREET
from tests.ui.workstation import Workstation, opened


def lanes(station: Workstation) -> LanesBody:
    return station.window.bench.time_strip.lanes.body


def drawn(station: Workstation) -> set[str]:
    """Ids of the links that are drawn, those within bundles too."""
    return {key for curve in lanes(station).curves for key in (curve.members or (curve.link_id,))}


def statuses(station: Workstation) -> set[str]:
    return {station.state.links[key].status for key in drawn(station)}


def box(station: Workstation, name: str) -> QCheckBox:
    found = station.on_screen(name)
    assert isinstance(found, QCheckBox)
    return found


@pytest.fixture
def busy(street: Workstation) -> Workstation:
    street.window.session.submit(busy_edits(street.state, street.context.pass_id), "test")
    street.until_saved()
    return street


def test_only_the_selections_links_are_drawn_unless_all_are_asked_for(street: Workstation) -> None:
    assert drawn(street) == set()
    street.select("m_van")
    assert drawn(street) == {"said"}
    street.context.selection.clear()
    street.key("Shift+T")
    assert drawn(street) == {"said", "same"}


def test_types_are_put_aside_by_keyboard_alone(street: Workstation) -> None:
    street.key("Shift+T")
    street.key("Ctrl+Shift+T")
    assert QApplication.focusWidget() is box(street, "link_filter_all")
    while QApplication.focusWidget() is not box(street, "link_type_l_same"):
        street.key("Tab")
    street.key("Space")
    assert drawn(street) == {"said"}
    assert not street.context.timeline.playing
    street.key("Escape")
    assert not street.window.bench.time_strip.lanes.filters.isVisible()
    assert drawn(street) == {"said"}
    street.select("box_van")
    assert drawn(street) == {"said"}
    street.select("same")
    assert drawn(street) == {"said", "same"}
    assert "!" in street.window.bench.time_strip.lanes.filter_button.text()


def test_rejected_links_are_hidden_until_they_are_asked_for(street: Workstation) -> None:
    link = street.state.links["said"]
    before = LinkState.of(link)
    street.window.session.submit([SetLink(STREET, "said", before, LinkState("rejected", {}))], "test")
    street.key("Shift+T")
    assert drawn(street) == {"same"}
    street.key("Ctrl+Shift+T")
    box(street, "link_status_rejected").click()
    assert drawn(street) == {"said", "same"}
    box(street, "link_status_certain").click()
    assert drawn(street) == {"said"}


def test_the_card_counts_and_follows_the_button(street: Workstation) -> None:
    street.key("Ctrl+Shift+T")
    assert box(street, "link_type_l_mentions").text() == "mentions  (1)"
    assert box(street, "link_status_certain").text() == "certain  (2)"
    box(street, "link_filter_all").click()
    assert street.window.bench.time_strip.lanes.links_button.isChecked()
    click(lanes(street), (300, 20))
    assert not street.window.bench.time_strip.lanes.filters.isVisible()


def test_two_thousand_links_are_few_bundles_and_none_is_lost(busy: Workstation) -> None:
    busy.key("Shift+T")
    curves = lanes(busy).curves
    assert len(curves) <= MOST_DRAWN
    mine = (one for one in busy.state.links.values() if one.pass_id == busy.context.pass_id)
    shown = {one.id for one in mine if one.status != "rejected"}
    assert len(shown) > LINKS * 0.7
    body = lanes(busy)
    assert drawn(busy) <= shown
    body.window().resize(1400, 1100)
    busy.until(lambda: drawn(busy) == shown)
    assert statuses(busy) == {"certain", "candidate", "unsure"}


def test_a_bundle_unfolds_under_the_pointer_and_a_click_selects_what_is_in_it(busy: Workstation) -> None:
    busy.key("Shift+T")
    body = lanes(busy)
    folded = len(body.curves)
    curve, point = _clear_bundle(body)
    hover(body, point)
    assert body.pointer.hit.kind == "bundle"
    unfolded = [one for one in body.curves[: len(body.curves) - folded] if not one.members]
    assert {one.link_id for one in unfolded} == set(body.pointer.hit.members)
    click(body, point)
    assert set(busy.selected()) == set(curve.members)
    busy.context.selection.clear()
    hover(body, (2, 2))
    hover(body, point)
    one, there = _member_apart(body, point)
    hover(body, there)
    assert body.pointer.hit.members == curve.members
    click(body, there)
    assert busy.selected() == (one,)


def _member_apart(body: LanesBody, resting: tuple[float, float]) -> tuple[str, tuple[float, float]]:
    """One link of the bundle that has come apart, and a whole pixel where it lies alone.

    It is away from where the pointer rests: there the whole bundle is meant.
    """
    members = set(body.pointer.hit.members)
    for curve in body.curves:
        for part in range(3, 38):
            x, y = curve.point(part / 40)
            at = float(round(x)), float(round(y))
            found = hit_at(body.frame, body.curves, (), *at)
            alone = curve.link_id in members and not curve.members and found == Hit("link", curve.link_id)
            if alone and math.dist(at, resting) > 2 * STILL_PX:
                return curve.link_id, at
    raise AssertionError("no link of the bundle can be pointed at")


def _clear_bundle(body: LanesBody) -> tuple[Curve, tuple[float, float]]:
    """A bundle, and a point of it where nothing else lies."""
    for curve in body.curves:
        for part in range(5, 36):
            x, y = curve.point(part / 40)
            free = body.frame.bar_at(x, y) is None and body.frame.chip_at(x, y) is None
            if curve.members and free and 0 < y < body.height():
                hover(body, (x, y))
                if set(body.pointer.hit.members) == set(curve.members):
                    hover(body, (2, 2))
                    return curve, (x, y)
    raise AssertionError("no bundle can be pointed at")


@pytest.mark.parametrize(("status", "gaps"), [("certain", False), ("candidate", True), ("unsure", True)])
def test_how_sure_one_is_is_told_by_the_line(street: Workstation, status: LinkStatus, gaps: bool) -> None:
    pass_id = street.context.pass_id
    ends = End("annotation", "turn_1"), End("annotation", "box_car")
    made = Link("x", STREET, pass_id, "l_about", *ends, status)
    street.window.session.submit([AddLink(made)], "test")
    street.select("x")
    [curve] = lanes(street).curves
    picture = lanes(street).grab().toImage()
    ground = street.context.theme.color("ground").lightness()
    along = [curve.point(0.2 + 0.6 * step / 300) for step in range(301)]
    free = [at for at in along if lanes(street).frame.bar_at(*at) is None]
    lit = [picture.pixelColor(round(x), round(y)).lightness() > ground + 40 for x, y in free]
    assert any(lit)
    assert (lit.count(False) > len(lit) * 0.15) == gaps


def test_a_candidate_of_another_pass_is_drawn_dashed_until_it_is_decided_on(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with opened(qtbot, make_grounded_project(tmp_path), ACTOR, SAMPLE, (1366, 768)) as station:
        station.select("m_van")
        assert drawn(station) == {"alike"}
        assert {curve.status for curve in lanes(station).curves} == {"candidate"}
        assert "m_car" in station.context.highlight.related
        station.context.selection.clear()
        station.key("Shift+T")
        assert drawn(station) == {"alike"}
        station.key("Ctrl+Shift+T")
        box(station, "link_status_candidate").click()
        assert drawn(station) == set()
        box(station, "link_status_candidate").click()
        station.key("Escape")
        station.select("van")
        station.window.parts.entities.same_as.no.click()
        station.context.selection.clear()
        assert drawn(station) == set()


def test_an_entity_with_ten_thousand_links_is_selected_and_drawn_quickly(street: Workstation) -> None:
    ends = End("annotation", "m_car"), End("entity", "car")
    many = [
        Link(f"m{n}", STREET, street.context.pass_id, "l_mentions", *ends, "rejected") for n in range(10_000)
    ]
    street.window.session.submit([AddLink(one) for one in many], "test")
    street.until_saved()
    lanes(street).filter_links(LinkFilter(frozenset({"rejected"})))
    started = time.perf_counter()
    street.select("car")
    lanes(street).repaint()
    assert time.perf_counter() - started < 3
    assert len(street.context.highlight.links) == 10_000
    assert len(drawn(street)) == 10_000
    assert len(lanes(street).curves) <= MOST_DRAWN
