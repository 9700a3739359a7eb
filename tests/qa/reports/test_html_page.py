"""The page as text: what it holds, that it needs nothing else, and that data stay data."""

import re
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstie.qa import status as said
from crosstie.qa.reports.charts import heat_map, intervals_chart
from crosstie.qa.reports.charts_drawn import chart_svg
from crosstie.qa.reports.html import html_page
from crosstie.qa.reports.report import Confusion, Contents, Report
from crosstie.qa.reports.words import STATUS, Words, interval, number, p_value
from crosstie.qa.reports.words_headline import quiet_words, worst_slices
from crosstie.qa.reports.words_json import report_json
from crosstie.qa.reports.words_manual import definition
from crosstie.qa.result import Interval
from crosstie.qa.study.numbers import TOLD
from tests.qa.reports.made import HOSTILE, figure, report

NOTHING = Report("new", "2026-11-23T14:05:00Z", Contents(0, {}, {}, {}, {}, ()), (), ())


class Seen(HTMLParser):
    """What a browser would find: elements, ids, links, text outside of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        held = dict(attrs)
        assert not any(name.startswith("on") for name in held)
        self.ids += [held["id"] or ""] if "id" in held else []
        self.hrefs += [held["href"] or ""] if "href" in held else []
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in {"script", "style"}:
            self.text += data


def test_every_link_of_the_page_leads_somewhere_in_the_page() -> None:
    seen = Seen(html_page(report()))
    assert len(seen.ids) == len(set(seen.ids))
    targets = {href.removeprefix("#") for href in seen.hrefs if href != "data:,"}
    assert targets <= set(seen.ids)
    assert {href[:1] for href in seen.hrefs} == {"#", "d"}


def test_figures_are_shown_with_interval_n_status_and_samples() -> None:
    seen = Seen(html_page(report()))
    for shown in ("0.742", "0.702–0.782", "p < 0.001", "Nothing was labelled on either side.",
                  "Fewer than 10 samples", "crosstie open survey --sample drive-0001"):  # fmt: skip
        assert shown in seen.text
    assert definition("links").sentence in seen.text


def test_hostile_names_stay_text() -> None:
    page = html_page(report(named=HOSTILE))
    seen = Seen(page)
    assert "img" not in seen.tags
    assert "b" in seen.tags
    assert HOSTILE in seen.text
    assert page.count("</script>") == html_page(report()).count("</script>")


@settings(max_examples=12, deadline=None)
@given(name=st.text(st.characters(), min_size=1, max_size=30), value=st.floats(-2, 2))
def test_any_name_and_number_make_a_page(name: str, value: float) -> None:
    made = report(named=name)
    one = figure("accuracy", "mean_iou", value, 40)
    bare = msgspec.structs.replace(made, figures=(*made.figures, one), charts=(), confusions=())
    # Without charts, which take most of the time: they are drawn with every name in the other tests.
    bare = msgspec.structs.replace(
        bare, figures=tuple(f for f in bare.figures if not f.facet and f.page != "anchoring")
    )
    page = html_page(bare)
    page.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", page)
    assert {"script", "main", "footer"} <= set(Seen(page).tags)


def test_nothing_to_measure_makes_a_page_that_says_so() -> None:
    seen = Seen(html_page(NOTHING))
    assert "There is nothing to compare yet" in seen.text
    assert "Not measured" in seen.text


def test_quiet_says_what_would_have_been_noticed() -> None:
    told = quiet_words(report(quiet=True))
    assert "6 slices against the rest, 1 worse beyond chance" in told[0]
    assert any(line.startswith("Link F1: ") and "language" in line for line in told)
    assert "Nothing stands out" in Seen(html_page(report(quiet=True))).text


def test_slices_below_thirty_samples_are_not_ranked() -> None:
    slices = worst_slices(report())
    assert slices[0].by == {"language": "km"}
    assert all(one.n_samples >= 30 for one in slices)


def test_a_slice_is_named_once_by_the_number_that_it_fails_on_furthest() -> None:
    made = report()
    worst = worst_slices(made)[0]
    less = msgspec.structs.replace(worst, id=f"{worst.id}-2", number=(worst.number or 0) + 0.01)
    both = msgspec.structs.replace(made, figures=(less, *made.figures))
    assert worst_slices(both) == worst_slices(made)


def test_every_status_has_a_sentence_and_every_number_a_page() -> None:
    names = [value for key, value in vars(said).items() if key.isupper()]
    assert set(names) == set(STATUS)
    assert all(sentence.endswith(".") for sentence in STATUS.values())
    assert all(definition(told.page).sentence for numbers in TOLD.values() for told in numbers)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.8125, "0.812"), (0.05, "0.0500"), (1, "1.00"), (0, "0"), (-0.1234, "\u22120.123"), (None, "–"),
     (float("nan"), "–"), (1e-5, "1.00×10⁻⁵"), (123.4, "123"), (12345.6, "12,346")],
)  # fmt: skip
def test_numbers_have_three_digits(value: float | None, shown: str) -> None:
    assert number(value) == shown


def test_intervals_and_p_are_written_as_in_print() -> None:
    assert interval(Interval(0.7, 0.8)) == "0.700–0.800"
    assert interval(Interval(-0.1, 0.2)) == "\u22120.100 to 0.200"
    assert interval(Interval(None, None)) == "–"
    assert [p_value(p) for p in (0.0001, 0.25, None)] == ["p < 0.001", "p = 0.250", ""]


def test_json_reads_back_as_the_same_report() -> None:
    made = report(named=HOSTILE)
    assert msgspec.json.decode(report_json(made), type=Report) == made


def test_a_chart_of_very_many_shows_those_that_matter_and_says_so() -> None:
    many = [
        figure("settled", "consistency", 0.5 + at / 400, 90, of=("rule", f"r-{at:03d}")) for at in range(120)
    ]
    drawn = intervals_chart(many, lambda one: one.value, lambda _one: "#f0", one_series=True)
    assert drawn is not None
    assert drawn.spec["title"] == "the 40 lowest of 120"
    assert {row["label"] for row in drawn.spec["data"]["values"]} == {f"r-{at:03d}" for at in range(40)}
    found = [
        Confusion("a", "b", f"c-{at:03d}", f"b-{batch}", 9, at / 200)
        for at in range(90)
        for batch in range(60)
    ]
    heat = heat_map(found, Words(report()))
    assert heat is not None
    assert {row["class"] for row in heat.spec["data"]["values"]} == {f"c-{at:03d}" for at in range(50, 90)}
    assert chart_svg(heat).startswith("<svg")
