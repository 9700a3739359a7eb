"""Pictures are asked for as much ahead of the sound as they need."""

import random

import pytest

from crosstie.app.playback.lead import Lead

MS = 1_000_000


@pytest.mark.parametrize("delay_ms", [4, 12, 30])
def test_half_of_the_pictures_come_to_be_early(delay_ms: int) -> None:
    lead, chance = Lead(), random.Random(1)
    late = []
    for _ in range(600):
        late.append(delay_ms * MS + chance.uniform(0, 16 * MS) - lead.ns)
        lead.learn(late[-1])
    settled = sorted(late[200:])
    assert abs(settled[len(settled) // 2]) < 2 * MS


def test_one_slow_pane_does_not_make_the_others_early() -> None:
    lead = Lead()
    for number in range(2_000):
        lead.learn((150 if number % 4 == 0 else 10) * MS - lead.ns)
    assert 8 * MS < lead.ns < 13 * MS


def test_it_has_an_end_and_never_falls_behind() -> None:
    lead = Lead()
    for _ in range(1_000):
        lead.learn(100 * MS)
    assert lead.ns == 50 * MS
    for _ in range(1_000):
        lead.learn(-100 * MS)
    assert lead.ns == 0
