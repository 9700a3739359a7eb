"""The samples that were edited last, held in memory so that an edit need not read its sample again."""

from collections import OrderedDict
from typing import Final

import msgspec

from crosstie.schema.sample_state import SampleState
from crosstie.storage import queries
from crosstie.storage.database import Driver
from crosstie.storage.oplog import Head

MOST_HELD: Final = 8


class HeldSample(msgspec.Struct):
    """A sample's whole state and the head of its chain, as they are in the database."""

    state: SampleState
    head: Head


class SampleCache:
    """At most MOST_HELD samples; the one not used for longest goes first."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._held: OrderedDict[str, HeldSample] = OrderedDict()

    def get(self, sample_id: str) -> HeldSample:
        """A sample with all its passes, read from the database when it is not held. Not to be handed out."""
        held = self._held.get(sample_id)
        if held is None:
            state = queries.sample_state(self._driver, sample_id)
            held = HeldSample(state, queries.chain_head(self._driver, sample_id))
            self._held[sample_id] = held
        self._held.move_to_end(sample_id)
        if len(self._held) > MOST_HELD:
            self._held.popitem(last=False)
        return held

    def forget(self, sample_id: str) -> None:
        """Drops a sample whose state in memory may differ from the database."""
        self._held.pop(sample_id, None)

    def forget_all(self) -> None:
        """Drops every sample."""
        self._held.clear()
