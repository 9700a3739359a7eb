"""A pilot's report: refusals that say how many and why, and numbers that can be checked by hand."""

from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.pilot.asked import Asked, rates_from
from crosstie.qa.pilot.making import make_pilot
from crosstie.qa.pilot.page import pilot_page
from crosstie.qa.pilot.report import Gap, Pilot
from crosstie.qa.pilot.wording import gap_words, value, verdict
from crosstie.schema.records import AssetKind
from tests.qa.pilot.project import Clock, Vendor, Wanted, make_project

AN, DAO = Vendor("An"), Vendor("Dao", lambda number: int(number % 4 == 0), pace_ms=20_000)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The device's clock, in the test's hands."""
    made = Clock()
    monkeypatch.setattr("crosstie.storage.hybrid_clock._wall_ms", made)
    return made


def measured(root: Path, asked: Asked) -> Pilot:
    return make_pilot(root, asked, lambda _what, _share: None)


def gap(pilot: Pilot, name: str, language: str = "") -> Gap:
    [found] = [one for one in pilot.gaps if (one.name, one.language) == (name, language)]
    return found


def test_the_numbers_are_those_that_hands_count(tmp_path: Path, clock: Clock) -> None:
    root = make_project(tmp_path / "p", Wanted((AN, DAO), clock=clock))
    pilot = measured(root, Asked(("An", "Dao"), rates={"": 36.0, "Dao": 18.0}))
    told = {
        (vendor, one.name): one.value
        for vendor, numbers in pilot.numbers.items()
        for one in numbers
        if not one.language
    }
    assert told["An", "link_f1"] == told["An", "consistency"] == told["An", "audit_completeness"] == 1
    # Dao leaves out 25 of 400 links, each in another sample.
    assert told["Dao", "link_recall"] == pytest.approx(375 / 400)
    assert told["Dao", "link_precision"] == told["Dao", "endpoint_recall"] == 1
    assert told["Dao", "link_f1"] == pytest.approx(750 / 775)
    assert told["Dao", "link_recall_conditional"] == pytest.approx(375 / 400)
    assert told["Dao", "consistency"] == 0.75
    # The labels together and four links, at 10 s each; with Dao at 20 s and a link less in a quarter.
    assert told["An", "seconds"] == 50
    assert told["Dao", "seconds"] == pytest.approx(100 - 20 / 4)
    assert told["An", "cost"] == pytest.approx(0.5)
    assert told["Dao", "cost"] == pytest.approx(95 / 200)
    assert (pilot.samples, pilot.both, pilot.warnings) == (100, 100, ())
    found = gap(pilot, "consistency")
    assert found.difference == 0.25
    assert found.is_told_apart
    assert gap(pilot, "seconds").difference == pytest.approx(-45)
    assert not gap(pilot, "link_precision").is_told_apart
    assert verdict(pilot, "An", "Dao").startswith("An and Dao differ: cross-modal consistency +25.0 pp (")


def test_what_a_pilot_can_tell_is_told_with_it(tmp_path: Path, clock: Clock) -> None:
    root = make_project(tmp_path / "p", Wanted((AN, DAO), clock=clock))
    found = gap(measured(root, Asked(("An", "Dao"), difference=0.1)), "consistency")
    # The standard error of 25 of 100 is 0.0435; (1.984 + 0.845) times it can be found.
    assert found.smallest == pytest.approx(0.1231, abs=0.0005)
    assert found.needed == pytest.approx(100 * (0.1231 / 0.1) ** 2, abs=2)
    assert (found.n_samples, found.n_paired) == (100, 100)


def test_each_language_is_told_by_itself(tmp_path: Path) -> None:
    bad_in_thai = Vendor("Dao", lambda number: number % 2)
    root = make_project(tmp_path / "p", Wanted((AN, bad_in_thai)))
    pilot = measured(root, Asked(("An", "Dao")))
    assert pilot.languages == {"en": 50, "th": 50}
    found = {one.language: one.value for one in pilot.numbers["Dao"] if one.name == "consistency"}
    assert found == {"": 0.5, "en": 1, "th": 0}
    assert gap(pilot, "consistency", "th").difference == 1
    assert gap(pilot, "consistency", "en").difference == 0


def test_a_pod_is_a_vendor_and_its_people_count_together(tmp_path: Path) -> None:
    binh = Vendor("Bình", labels=lambda number: number >= 60)
    an = Vendor("An", labels=lambda number: number < 60)
    pods = "hanoi: [An, Bình]\nbangkok: [Dao]\n"
    root = make_project(tmp_path / "p", Wanted((an, binh, DAO), pods=pods))
    pilot = measured(root, Asked(("hanoi", "bangkok")))
    assert [(one.name, one.kind, one.people) for one in pilot.vendors] == [
        ("hanoi", "pod", ("An", "Bình")),
        ("bangkok", "pod", ("Dao",)),
    ]
    assert pilot.by_vendor == {"hanoi": 100, "bangkok": 100}


def test_vendors_with_samples_of_their_own_are_compared_unpaired_and_warned_of(tmp_path: Path) -> None:
    an = Vendor("An", labels=lambda number: number < 60)
    dao = Vendor("Dao", labels=lambda number: number >= 60)
    pilot = measured(make_project(tmp_path / "p", Wanted((an, dao))), Asked(("An", "Dao")))
    found = gap(pilot, "link_f1")
    assert (found.n_samples, found.n_paired, pilot.both) == (100, 0, 0)
    assert any("100 samples were not labelled by every vendor" in one for one in pilot.warnings)
    assert any("An labelled 60 of the samples, fewer than 100" in one for one in pilot.warnings)


def test_passes_without_times_have_no_working_time_and_are_counted(tmp_path: Path, clock: Clock) -> None:
    quick = Vendor("An", pace_ms=0)
    root = make_project(tmp_path / "p", Wanted((quick, DAO), clock=clock))
    # The clock stood still while An worked, but for the pause before each pass.
    pilot = measured(root, Asked(("An", "Dao"), rates={"": 10.0}))
    number = pilot.number("An", "seconds")
    assert number is not None
    assert (number.value, number.status) == (None, "empty")
    assert pilot.untimed == {"An": 100}


def test_without_gold_links_are_not_measured_and_the_schema_decides(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p", Wanted((AN, DAO), gold=False))
    pilot = measured(root, Asked(("An", "Dao")))
    number = pilot.number("Dao", "link_f1")
    assert number is not None
    assert number.value is None
    assert any("neither a gold nor an adjudicated pass" in one for one in pilot.warnings)
    consistency = pilot.number("Dao", "consistency")
    assert consistency is not None
    assert consistency.value == 0.75


def test_a_broken_trail_is_told_and_counts(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p", Wanted((AN, DAO)))
    connection = dbapi2.connect(root / "project.db", isolation_level=None)
    connection.execute("UPDATE annotations SET class_id = 'c_noise' WHERE id = 's007 An/c_turn0'")
    connection.close()
    pilot = measured(root, Asked(("An", "Dao")))
    number = pilot.number("An", "audit_completeness")
    assert number is not None
    assert number.value == 0.99
    assert len(pilot.broken_trails) == 1
    assert "s007" in pilot.broken_trails[0]


@pytest.mark.parametrize(
    ("wanted", "complaint"),
    [
        (
            Wanted((AN, DAO), 120, kinds=lambda number: ("audio",) if number < 30 else ("audio", "image")),
            "30 of 120 samples are not truly multimodal: 30 have one modality (s000, s001, s002, …)",
        ),
        (
            Wanted((AN, DAO), 120, tied=lambda number: number != 7),
            "1 of 120 samples are not truly multimodal: 1 have gold without a link across modalities (s007)",
        ),
        (Wanted((AN, DAO), 99), "99 truly multimodal samples, and fewer than 100"),
        (Wanted((Vendor("An", labels=lambda number: number < 40), DAO), 0), "--vendor An: has labelled no"),
    ],
)
def test_what_is_no_pilot_is_refused_with_how_many_and_why(
    tmp_path: Path, wanted: Wanted, complaint: str
) -> None:
    root = make_project(tmp_path / "p", wanted)
    with pytest.raises(QualityInvalid) as refused:
        measured(root, Asked(("An", "Dao")))
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


def test_modalities_that_no_link_type_ties_are_no_pilot(tmp_path: Path) -> None:
    # Without gold the schema decides: it ties sounds to pictures, and a noise to a turn within the sound.
    root = make_project(
        tmp_path / "p", Wanted((Vendor("An"),), 101, gold=False, kinds=_image_only_with_radar)
    )
    with pytest.raises(QualityInvalid, match="1 have modalities that no link type of the schema ties"):
        measured(root, Asked(("An",)))


def _image_only_with_radar(number: int) -> tuple[AssetKind, ...]:
    return ("audio", "image") if number else ("image", "radar")


def test_samples_that_are_no_pilot_can_be_left_out(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p", Wanted((AN, DAO), 110, tied=lambda number: number >= 10))
    pilot = measured(root, Asked(("An", "Dao"), leave_out=True))
    assert pilot.samples == 100
    assert pilot.left_out == {"have gold without a link across modalities": 10}


def test_more_than_a_pilot_is_refused_unless_batches_are_chosen(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p", Wanted((AN,), 520))
    with pytest.raises(QualityInvalid, match="520 samples, and more than 500 are production"):
        measured(root, Asked(("An",)))
    pilot = measured(root, Asked(("An",), batches=("b1", "b2")))
    assert (pilot.samples, pilot.gaps) == (100, ())
    with pytest.raises(QualityInvalid, match="no such batch"):
        measured(root, Asked(("An",), batches=("b99",)))


def test_vendors_that_nobody_knows_or_that_share_people_are_refused(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p", Wanted((AN, DAO), 2, pods="hanoi: [An]\n"))
    for names, complaint in [
        (("hanoy",), "did you mean 'hanoi'"),
        (("Zed",), "there are An, Dao, Lead, hanoi"),
        (("An", "hanoi"), "An works for An and for hanoi"),
        ((), "name each with --vendor"),
    ]:
        with pytest.raises(QualityInvalid, match=complaint):
            measured(root, Asked(names))


def test_rates_are_read_or_refused() -> None:
    assert rates_from(["12.5", "An=3"]) == {"": 12.5, "An": 3.0}
    for told in ("free", "An=", "-1", "nan", "inf"):
        with pytest.raises(QualityInvalid, match="what an hour costs"):
            rates_from([told])
    with pytest.raises(QualityInvalid, match="said twice"):
        rates_from(["An=1", "An=2"])
    with pytest.raises(QualityInvalid, match="no --vendor Bo"):
        Asked(("An",), rates={"Bo": 1.0}).require()
    with pytest.raises(QualityInvalid, match="--difference"):
        Asked(("An",), difference=0.0).require()


def test_the_page_holds_every_number_and_runs_nothing(tmp_path: Path) -> None:
    odd = "<script>alert(1)</script>"
    root = make_project(tmp_path / "p", Wanted((AN, Vendor(odd, lambda number: number % 2))))
    pilot = measured(root, Asked(("An", odd)))
    page = pilot_page(pilot)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "http" not in page.replace("http-equiv", "")
    for one in pilot.gaps:
        if not one.language:
            assert gap_words(one) in page


def test_amounts_are_written_in_their_unit() -> None:
    assert value(0.12345, "share") == "12.3 %"
    assert value(-0.12345, "share", signed=True) == "−12.3 pp"
    assert value(0.0004, "share", signed=True) == "0.0 pp"
    assert value(59.94, "seconds") == "59.9 s"
    assert value(61, "seconds", signed=True) == "+1 min 01 s"
    assert value(7320, "seconds") == "2 h 02 min"
    assert value(1234.5, "money") == "1,234.50"
    assert value(None, "share") == "–"
