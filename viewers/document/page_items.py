"""The labels of a document page by page: made once, for as long as no label is another."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from crosstie.schema.anchors import PageRegion
from crosstie.schema.records import Annotation
from crosstie.viewers.canvas.faces import Face
from crosstie.viewers.canvas.items import Item
from crosstie.viewers.canvas.shapes import bounds_of
from crosstie.viewers.document.page_plane import PagePlane


class PageItems:
    """`annotations` gives the document's labels in drawing order, `face` what one looks like."""

    def __init__(
        self, annotations: Callable[[], Iterable[Annotation]], face: Callable[[Annotation], Face]
    ) -> None:
        self._annotations = annotations
        self._face = face
        self._by_page: dict[int, list[tuple[Annotation, PageRegion]]] | None = None
        self._made: dict[int, tuple[Item, ...]] = {}
        self._made_for: PagePlane | None = None

    def of(self, pages: Iterable[int], plane: PagePlane) -> list[Item]:
        """The regions on some pages, in the plane of all pages."""
        if plane is not self._made_for:
            self._made, self._made_for = {}, plane
        regions = self._regions()
        return [item for page in pages if page in regions for item in self._on(page, regions[page], plane)]

    def counts(self) -> Mapping[int, int]:
        """How many labels each page has; pages without any are left out."""
        return {page: len(found) for page, found in self._regions().items()}

    def forget(self) -> None:
        """Labels, or what they look like, may be others now."""
        self._by_page, self._made = None, {}

    def _on(
        self, page: int, regions: Iterable[tuple[Annotation, PageRegion]], plane: PagePlane
    ) -> tuple[Item, ...]:
        made = self._made.get(page)
        if made is None:
            made = tuple(self._face(one).item(one.id, _in_plane(plane, region)) for one, region in regions)
            self._made[page] = made
        return made

    def _regions(self) -> dict[int, list[tuple[Annotation, PageRegion]]]:
        if self._by_page is None:
            self._by_page = {}
            for annotation in self._annotations():
                anchor = annotation.anchor
                if isinstance(anchor, PageRegion):
                    self._by_page.setdefault(anchor.page, []).append((annotation, anchor))
        return self._by_page


def _in_plane(plane: PagePlane, anchor: PageRegion) -> PageRegion:
    bounds = plane.from_page(anchor.page, bounds_of(anchor))
    return msgspec.structs.replace(anchor, x=bounds.left, y=bounds.top)
