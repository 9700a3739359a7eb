"""Hears the sound that is asked about, and afterwards the one that was heard before."""

from crosstie.app.listening import Listening
from crosstie.viewers.context import PaneContext


class Hearing:
    """Changes nothing for a person who hears no sound at all."""

    def __init__(self, context: PaneContext, listening: Listening) -> None:
        self._context = context
        self._listening = listening
        self._before = ""

    def begin(self) -> None:
        """Remembers what is heard."""
        self._before = self._listening.heard

    def end(self) -> None:
        """Hears again what was heard before."""
        self._hear(self._before)

    def turn_to(self, shown: tuple[str, str]) -> None:
        """Hears the sound in which one of two annotations stands, if either does."""
        state = self._context.state
        kept = (state.annotations.get(key) for key in shown)
        asked = [one.asset_id for one in kept if one and state.assets[one.asset_id].kind == "audio"]
        if asked and self._listening.heard not in ("", *asked):
            self._hear(asked[0])

    def _hear(self, asset_id: str) -> None:
        if asset_id != self._listening.heard:
            self._listening.hear(asset_id)
