"""The order of review: by rank, put off ones at the end, and the way back."""

from crosstie.app.review.agenda import Agenda
from crosstie.schema.decisions import Candidate
from crosstie.schema.records import End, Link


def waiting(*keys: str) -> list[Candidate]:
    one, other = End("annotation", "a"), End("annotation", "b")
    return [Candidate((Link(key, "s", "m", "l", one, other, "candidate"),), 0.5, 1.0, "") for key in keys]


def walked(agenda: Agenda, most: int) -> list[str]:
    """What is shown when everything is put off, again and again."""
    shown = []
    for _ in range(most):
        following = agenda.next()
        if following is None:
            break
        shown.append(following.link.id)
        agenda.put_off(following.link.id)
    return shown


def test_what_is_put_off_comes_again_in_the_same_order() -> None:
    agenda = Agenda()
    agenda.take(waiting("a", "b", "c"))
    assert walked(agenda, 7) == ["a", "b", "c", "a", "b", "c", "a"]


def test_what_comes_anew_is_shown_before_what_was_put_off() -> None:
    agenda = Agenda()
    agenda.take(waiting("a", "b"))
    agenda.put_off("a")
    agenda.put_off("b")
    agenda.take(waiting("a", "b", "new"))
    following = agenda.next()
    assert following is not None
    assert following.link.id == "new"


def test_the_way_back_goes_past_what_was_decided_and_put_off() -> None:
    agenda = Agenda()
    agenda.take(waiting("a", "b", "c"))
    agenda.settle("a")
    agenda.put_off("b")
    assert [agenda.back(), agenda.back(), agenda.back()] == ["b", "a", ""]
    assert len(agenda) == 2


def test_only_what_was_decided_on_comes_back_when_it_waits_again() -> None:
    agenda = Agenda()
    agenda.take(waiting("a", "b", "c"))
    agenda.put_off("b")
    agenda.settle("a")
    agenda.settle("c")
    assert agenda.come_back() is None
    agenda.take(waiting("a", "b", "c"))
    returned = [agenda.come_back(), agenda.come_back(), agenda.come_back()]
    assert [one.link.id if one else "" for one in returned] == ["c", "a", ""]
