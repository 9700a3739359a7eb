"""The engine on drawn counts: quiet without faults, and each fault named with who, what and since when."""

import pytest

from crosstie.qa.reports.report import Finding
from tests.qa.findings.synthetic import Faults, Where, found, study

QUIET_SEEDS = range(100, 112)


@pytest.mark.parametrize("seed", QUIET_SEEDS)
def test_a_project_without_faults_has_no_findings(seed: int) -> None:
    assert found(study(seed, Faults())) == ()


@pytest.mark.parametrize("seed", range(3))
def test_a_project_of_few_samples_has_no_findings(seed: int) -> None:
    assert found(study(seed, Faults(), samples=60)) == ()


def only(seed: int, faults: Faults) -> Finding:
    """Return the one finding that these faults make."""
    (finding,) = found(study(seed, faults))
    assert finding.p_adjusted is not None
    assert finding.p_adjusted < 0.01
    assert finding.behind
    return finding


@pytest.mark.parametrize("seed", range(2))
def test_links_that_are_wrong_everywhere_are_named_by_their_type(seed: int) -> None:
    finding = only(seed, Faults(links={"l_about": lambda _where, _rate: 0.3}))
    assert finding.kind == "links"
    assert "“about”" in finding.sentence
    assert "Links are wrong where labels are right" in finding.sentence
    assert finding.effect == pytest.approx(0.28, abs=0.06)
    assert finding.figures == (
        "accuracy/link_f1_conditional/link_type=l_about",
        "accuracy/endpoint_recall/link_type=l_about",
    )


@pytest.mark.parametrize("wrong", [0.4, 0.8])
def test_a_language_that_fails_on_links_is_named_with_their_type(wrong: float) -> None:
    def in_thai(where: Where, rate: float) -> float:
        return wrong if where.language == "th" else rate

    # However much it pulls down all languages together, it is no fault of links in general.
    finding = only(4, Faults(links={"l_row_of": in_thai}))
    assert finding.kind == "slice"
    assert "Language th" in finding.sentence
    assert "“row of”" in finding.sentence
    assert finding.effect == pytest.approx(wrong - 0.03, abs=0.08)
    assert finding.figures[0] == "accuracy/link_f1/link_type=l_row_of/language=th"


@pytest.mark.parametrize("first", [3, 4, 8])
def test_a_pod_that_drifts_is_named_with_class_batch_and_what_instead(first: int) -> None:
    def drifting(where: Where, rate: float) -> float:
        return 0.3 if where.pod == "hanoi" and where.batch >= first else rate

    finding = only(first, Faults(classes={"c_car": drifting}))
    assert finding.kind == "drift"
    assert finding.sentence.startswith(f"Pod hanoi says truck instead of car since batch-{first}: ")
    assert finding.effect == pytest.approx(0.28, abs=0.06)


def test_a_change_that_all_pods_share_is_nobodys_drift_in_particular() -> None:
    def drifting(where: Where, rate: float) -> float:
        return 0.3 if where.batch >= 5 else rate

    findings = found(study(1, Faults(classes={"c_car": drifting})))
    assert findings[0].kind == "drift"
    assert findings[0].sentence.startswith("Everybody says truck instead of car since batch-5")
    assert not any("Pod" in one.sentence for one in findings if one.kind == "drift")


def test_a_pod_that_misses_labels_is_named_and_its_people_are_not() -> None:
    def careless(where: Where, rate: float) -> float:
        return 0.15 if where.pod == "osaka" else rate

    finding = only(1, Faults(missed=careless))
    assert finding.kind == "slice"
    assert "Pod osaka" in finding.sentence


def test_a_person_who_misses_labels_is_named() -> None:
    def careless(where: Where, rate: float) -> float:
        return 0.25 if where.person == "Goro" else rate

    findings = found(study(1, Faults(missed=careless)))
    assert any("Goro" in one.sentence or "osaka" in one.sentence for one in findings)


@pytest.mark.parametrize("seed", range(2))
def test_suggestions_that_stand_though_they_are_wrong_are_anchoring(seed: int) -> None:
    finding = only(seed, Faults(kept_shown=lambda _where, _rate: 0.35))
    assert finding.kind == "anchoring"
    assert "wrong suggestions" in finding.sentence
    assert finding.effect == pytest.approx(0.35, abs=0.08)


def test_a_rule_that_is_broken_often_is_named_with_how_often() -> None:
    finding = only(1, Faults(broken=lambda _where, _rate: 0.3))
    assert finding.kind == "consistency"
    assert "seen" in finding.sentence
    assert "of 500" in finding.sentence


def test_a_batch_that_is_out_of_line_is_named() -> None:
    def bad_batch(where: Where, rate: float) -> float:
        return 0.25 if where.batch == 7 else rate

    findings = found(study(1, Faults(missed=bad_batch)))
    assert [one.kind for one in findings[:1]] == ["control"]
    assert "Batch batch-7" in findings[0].sentence


def test_several_faults_are_all_named_the_greatest_first() -> None:
    def in_thai(where: Where, rate: float) -> float:
        return 0.4 if where.language == "th" else rate

    findings = found(
        study(
            1,
            Faults(
                links={"l_row_of": in_thai, "l_about": lambda _where, _rate: 0.2},
                kept_shown=lambda _where, _rate: 0.3,
            ),
        )
    )
    assert {one.kind for one in findings} == {"slice", "links", "anchoring"}
    assert [one.effect for one in findings] == sorted((one.effect for one in findings), reverse=True)
