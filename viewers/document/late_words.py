"""Regions that were drawn before the words of their page had come: their text follows."""

from collections.abc import Callable, Iterable

import msgspec

from crosstie.schema.anchors import PageRegion
from crosstie.schema.gestures import Edits
from crosstie.schema.records import Annotation
from crosstie.schema.shaping import set_anchor
from crosstie.viewers.canvas.shapes import PlaneShape
from crosstie.viewers.context import PaneContext
from crosstie.viewers.document.page_texts import PageTexts
from crosstie.viewers.document.reading import Reading


class LateWords:
    """Remembers regions as they were drawn; what was changed since is another region, and left alone."""

    def __init__(self, texts: PageTexts, reading: Reading) -> None:
        self._texts = texts
        self._reading = reading
        self._drawn: set[PageRegion] = set()

    @property
    def pages(self) -> list[int]:
        """The pages whose words are waited for, in view or not."""
        return sorted({region.page for region in self._drawn if not self._texts.knows(region.page)})

    def note(self, shape: PlaneShape) -> None:
        """A region was drawn or moved; nothing is to follow where the words of its page are known."""
        if isinstance(shape, PageRegion) and not self._texts.knows(shape.page):
            self._drawn.add(shape)

    def follow(
        self, context: PaneContext, annotations: Callable[[], Iterable[Annotation]], name: str
    ) -> None:
        """Gives regions of the pass that is edited the words that have come by now, each once.

        That is an edit of its own, by `name`: the region was in the sample before.
        """
        if context.read_only or not any(self._texts.knows(region.page) for region in self._drawn):
            return
        edits: Edits = ()
        for annotation in annotations():
            region = annotation.anchor
            is_mine = annotation.pass_id == context.pass_id
            if is_mine and isinstance(region, PageRegion) and self._is_due(region):
                self._drawn.discard(region)
                text = self._reading.text_of(region)
                edits += set_anchor(annotation, msgspec.structs.replace(region, text=text))
        context.submit(edits, name)

    def _is_due(self, region: PageRegion) -> bool:
        return region in self._drawn and self._texts.knows(region.page)
