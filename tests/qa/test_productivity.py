"""Figures of link review by actor, from the links that decisions left."""

from crosstie.qa.productivity import Productivity, figures
from crosstie.storage.waiting import Decided


def decided(candidate: str, status: str, ms: int, actor: str = "an", sample: str = "s1") -> Decided:
    return Decided(actor, actor.title(), sample, f"pass-{actor}", candidate, status, ms)


def test_each_kind_is_counted_and_the_median_taken() -> None:
    [found] = figures(
        [
            decided("a", "certain", 800),
            decided("b", "rejected", 1200),
            decided("c", "unsure", 9000),
            decided("a", "certain", 1000, sample="s2"),
        ]
    )
    assert found == Productivity("an", "An", 4, 1.1, accepted=2, rejected=1, unsure=1)


def test_what_was_re_aimed_counts_once() -> None:
    [found] = figures([decided("a", "rejected", 2000), decided("a", "certain", 2000)])
    assert (found.decisions, found.re_aimed, found.median_seconds) == (1, 1, 2.0)


def test_each_actor_has_figures_of_their_own() -> None:
    found = figures([decided("a", "certain", 500), decided("a", "rejected", 700, actor="bo")])
    assert [(one.actor, one.accepted, one.rejected) for one in found] == [("An", 1, 0), ("Bo", 0, 1)]


def test_nobody_has_figures_who_decided_on_nothing() -> None:
    assert figures([]) == ()
