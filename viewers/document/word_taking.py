"""Making a region of the word that is printed at a point, with one click."""

from crosstie.viewers.context import PaneContext
from crosstie.viewers.document.reading import Reading


class WordTaking:
    """Adds to one document's labels, as the pane of that name."""

    def __init__(self, context: PaneContext, asset_id: str, initiator: str, reading: Reading) -> None:
        self._context = context
        self._asset_id = asset_id
        self._initiator = initiator
        self._reading = reading

    def take(self, x: float, y: float) -> bool:
        """Takes the word at a point of the plane; False where none is printed there."""
        region = self._reading.word_at(x, y)
        if region is not None:
            self._context.annotate(self._asset_id, region, self._initiator)
        return region is not None

    def take_or_say(self, x: float, y: float) -> None:
        """Takes the word at a point, or says that there is none."""
        if not self.take(x, y):
            known = self._reading.knows_words_at(y)
            said = "There is no printed word here." if known else "This page's words are still being read."
            self._context.say(f"{said} Drag to draw a region.")
