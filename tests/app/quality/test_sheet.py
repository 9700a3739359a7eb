"""A report as a sheet: which figure stands in which row, and what a filter leaves."""

import msgspec
import pytest

from crosstie.app.quality.made import Made
from crosstie.app.quality.sheet import Filter, first_comparison, headlines, offered, sheet_of
from crosstie.app.quality.wire import AT_ONCE, Said, told, unpacked
from crosstie.app.quality.words import figure_words, in_order, interval_text, number_text
from crosstie.qa.reports.report import Behind, Report
from crosstie.qa.result import Interval
from tests.ui.quality_report import LANGUAGES, NUMBERS, figure, report


@pytest.fixture(scope="module")
def made() -> Made:
    return made_of(report(("street", "talk")))


def made_of(whole: Report) -> Made:
    """A report that has come line by line, as from the process."""
    found, decoder = Made(), msgspec.json.Decoder(Said)
    for said in told(whole):
        line = decoder.decode(msgspec.json.encode(said))
        if line.report is not None:
            found.finish(line.report)
        else:
            found.add(line.figures, line.packed)
    return found


def test_each_language_is_a_row_below_that_of_all(made: Made) -> None:
    sheet = sheet_of(made, Filter(), "language")
    assert [row.value for row in sheet.rows] == ["all", *LANGUAGES]
    assert {column.name for column in sheet.columns} == {number[1] for number in NUMBERS}
    thai = sheet.rows[3]
    at = [column.name for column in sheet.columns].index("link_f1")
    found = thai.figures[at]
    assert found is not None
    assert found.by == {"language": "th"}


def test_a_chosen_language_leaves_its_row_alone(made: Made) -> None:
    sheet = sheet_of(made, Filter(by={"language": "th"}), "language")
    assert [row.value for row in sheet.rows] == ["th"]


def test_parts_are_rows_by_their_names(made: Made) -> None:
    sheet = sheet_of(made, Filter(), "link_type")
    assert [row.title for row in sheet.rows] == ["All", "about", "mentions", "same object"]
    one = sheet_of(made, Filter(facet="link_type", value="l_same"), "link_type")
    assert [row.title for row in one.rows] == ["same object"]


def test_a_number_that_no_part_has_is_no_column(made: Made) -> None:
    names = [column.name for column in sheet_of(made, Filter(), "link_type").columns]
    assert "link_f1" in names
    assert "cer" not in names


def test_what_a_filter_has_no_figures_of_is_an_empty_sheet(made: Made) -> None:
    assert sheet_of(made, Filter("model"), "language").rows == ()
    assert sheet_of(made, Filter(by={"batch": "b1"}), "rule").rows == ()


def test_headlines_begin_with_the_rules_whatever_is_compared(made: Made) -> None:
    assert [one.name for one in headlines(made, Filter(), 3)] == ["consistency", "link_f1", "label_f1"]
    assert [one.name for one in headlines(made, Filter(by={"language": "vi"}), 1)] == ["link_f1"]


def test_only_values_with_figures_are_offered(made: Made) -> None:
    found = offered(made, "agreement")
    assert found["language"] == LANGUAGES
    assert found["link_type"] == ("l_about", "l_mentions", "l_same")
    assert "batch" not in found
    assert offered(made, "bias") == {}
    assert first_comparison(made) == "agreement"


def test_what_stands_behind_a_figure_survives_the_wire() -> None:
    """Also where the figures take several lines, each with its own samples."""
    many = [
        figure(
            ("link_prf", "link_f1", "Link F1", 0.5), (Behind(1.0, f"s{n}", ("a", "b")),), {"batch": f"b{n}"}
        )
        for n in range(AT_ONCE + 3)
    ]
    whole = msgspec.structs.replace(report(("street",)), figures=tuple(many))
    lines = list(told(whole))
    assert len(lines) == 3
    assert lines[-1].report is not None
    assert lines[-1].report.figures == ()
    assert unpacked(lines[1].packed)[2][0].sample_id == f"s{AT_ONCE + 2}"
    found = made_of(whole)
    for one in found.figures("agreement"):
        assert found.behind(one)[0].sample_id == one.by["batch"].replace("b", "s")


@pytest.mark.parametrize(
    ("number", "expected"), [(None, "–"), (0.874, "0.87"), (-0.25, "−0.25"), (-0.001, "0.00"), (1.0, "1.00")]
)
def test_a_number_reads_as_one_prints_it(number: float | None, expected: str) -> None:
    assert number_text(number) == expected


def test_an_interval_below_nothing_is_written_with_a_word() -> None:
    assert interval_text(Interval(0.5, 0.75)) == "0.50–0.75"
    assert interval_text(Interval(-0.1, 0.75)) == "−0.10 to 0.75"
    assert interval_text(Interval(None, None)) == ""


def test_why_there_is_no_figure_stands_beside_the_dash() -> None:
    words = figure_words(figure(("cer_grapheme", "cer", "Written text", None)), {})
    assert words == "Written text, all samples: – (nothing of the kind was labelled), n = 40 samples"


def test_numbers_in_names_are_sorted_as_numbers() -> None:
    assert sorted(("batch-10", "batch-2", "B1"), key=in_order) == ["B1", "batch-2", "batch-10"]
