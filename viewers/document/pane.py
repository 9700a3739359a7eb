"""The pane of one document: a page, its regions, and the words below them."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from crosstie.schema.anchors import Anchor, PageRegion
from crosstie.schema.gestures import Edits
from crosstie.schema.records import Annotation, Asset
from crosstie.schema.shaping import set_anchor
from crosstie.storage.media.queries import FindText, Found, PageAt, PagePicture, PageWords, Word, Words
from crosstie.viewers.canvas.items import Item
from crosstie.viewers.canvas.layer import Layer
from crosstie.viewers.canvas.picture_pane import PicturePane
from crosstie.viewers.canvas.shapes import PlaneShape, bounds_of
from crosstie.viewers.canvas.tidy import tidied
from crosstie.viewers.canvas.transform import Bounds, Size, enclosing
from crosstie.viewers.context import PaneContext
from crosstie.viewers.document.page_asks import is_sharp, page_query, placed
from crosstie.viewers.document.page_bar import PageBar
from crosstie.viewers.document.search import Search, bounds_of_found
from crosstie.viewers.document.search_bar import SearchBar
from crosstie.viewers.document.words import covered_words, text_of, word_at

_UNKNOWN_PAGE: Final = Size(595.0, 842.0)
"""A4, until the first picture tells the page's size."""
_PAGES_KEPT: Final = 32
_READ_PART: Final = 0.86
"""How much of the view a region fills that is read closely."""
_LEGIBLE_PX: Final = 16.0
"""A region that is revealed stands at least this high, for its words to be read."""


class DocumentPane(PicturePane):
    """Shows one page. Drawing on it makes a region, which keeps the words below it."""

    drawn_kind = "page_region"
    snaps = True

    def __init__(self, context: PaneContext, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(context, asset, parent)
        self._page = 0
        self._page_count = max(1, asset.facts.page_count)
        self._asked: PageAt | None = None
        self._whole: PagePicture | None = None
        self._part: PagePicture | None = None
        self._words: dict[int, tuple[Word, ...]] = {}
        self._words_asked: dict[int, int] = {}
        self._bar = PageBar(asset.id, self._page_count, self)
        self._bar.page_asked.connect(self.go_to_page)
        self._column.addWidget(self._bar)
        self._search = Search(self._page_count, self._find)
        self._find_asked = 0
        self._search_bar = SearchBar(asset.id, self)
        self._search_bar.asked.connect(self._on_search_asked)
        self._search_bar.stepped.connect(self._on_search_stepped)
        self._search_bar.left.connect(self._on_search_left)
        self._column.insertWidget(0, self._search_bar)
        self.canvas.paper = True
        self._begin()
        self._tell()

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def has_words(self) -> bool:
        """Whether the words of the page shown are known; a scan has none, and that is known too."""
        return self._page in self._words

    def turn_page(self, step: int) -> None:
        """Goes on (+1) or back (−1) by pages; stays within the document."""
        self.go_to_page(self._page + step)

    def go_to_page(self, page: int) -> None:
        """Shows a page, from 0; one outside of the document is the nearest that is in it."""
        page = min(max(page, 0), self._page_count - 1)
        if page != self._page:
            self._page = page
            self.canvas.cancel_gesture()
            self.canvas.show_top()
            self._refresh()
        self._tell()

    def open_search(self) -> None:
        """Gives the keyboard to the words to look for."""
        self._search_bar.open()

    def fit(self) -> None:
        """Shows the whole page; when it is shown already, all of its width."""
        if self.canvas.fits:
            self.canvas.fit_width()
        else:
            self.canvas.fit()

    def reveal(self, annotation_id: str) -> None:
        """Turns to a region's page and brings it into view."""
        annotation = self.context.state.annotations.get(annotation_id)
        if annotation is not None and isinstance(annotation.anchor, PageRegion):
            self.go_to_page(annotation.anchor.page)
            self.canvas.reveal(bounds_of(annotation.anchor), _LEGIBLE_PX)

    def close_up(self, annotation_ids: Sequence[str]) -> None:
        """Turns to the first region's page and brings what stands on it close."""
        found = [self.context.state.annotations.get(key) for key in annotation_ids]
        regions = [one.anchor for one in found if one is not None and isinstance(one.anchor, PageRegion)]
        if regions:
            page = regions[0].page
            self.go_to_page(page)
            self.canvas.close_up(enclosing(bounds_of(one) for one in regions if one.page == page), _READ_PART)

    def mark_view(self) -> object:
        """The page, and how it lies in the view."""
        return self._page, super().mark_view()

    def look_again(self, view: object) -> None:
        """Turns to the page that was shown."""
        match view:
            case (int(page), lying):
                self.go_to_page(page)
                super().look_again(lying)

    def _tell(self) -> None:
        if self.status == "ready":
            self.canvas.say(None)
        self._bar.show_page(self._page)
        self._show_found()
        self._set_detail(f"p. {self._page + 1}/{self._page_count}")

    # What PicturePane asks

    def _want(self) -> None:
        self._want_words()
        if self._shown() is not None:
            self._asked = None
            self._recover()
            return
        query = self._query()
        if query != self._asked:
            self._asked = query
            self._media.ask(query)

    def _query(self) -> PageAt:
        whole, scale = self._own_whole(), self._scale()
        if whole is None:
            # All of the page first, however little of it is seen: it fills in while parts are drawn.
            size = self.canvas.picture_size if not self.canvas.picture_size.empty else _UNKNOWN_PAGE
            query = page_query(self._page, size, scale, Bounds(0, 0, size.width, size.height))
            return query if query.clip is None else PageAt(self._page, self._fitted_scale(size))
        return page_query(self._page, self.canvas.picture_size, scale, self._seen())

    def _take(self, reply: object) -> None:
        match reply:
            case Words(page=page, words=words):
                if len(self._words) >= _PAGES_KEPT:
                    self._words.clear()
                self._words[page] = words
            case PagePicture() if reply.page == self._page:
                self._put(reply)
            case Found():
                self._take_found(reply)
        self._refresh()

    def _failed_to_answer(self, number: int, reason: str) -> None:
        page = self._words_asked.get(number)
        if number == self._find_asked:
            self._search.skip()
            self._show_found()
        elif page is None:
            super()._failed_to_answer(number, reason)
        else:
            # A page whose words cannot be read can still be seen and labelled.
            self._words[page] = ()

    def _shown(self) -> object | None:
        for picture in (self._part, self._whole):
            if picture and picture.page == self._page and is_sharp(picture, self._scale(), self._seen()):
                return picture
        return None

    def _may_draw(self) -> bool:
        return self._own_whole() is not None

    def _items(self) -> Iterable[Item]:
        for annotation in self._mine():
            if isinstance(annotation.anchor, PageRegion) and annotation.anchor.page == self._page:
                yield self._faces.of(annotation).item(annotation.id, annotation.anchor)

    def _reshape(self, annotation: Annotation, shape: PlaneShape) -> Edits:
        if isinstance(shape, PageRegion):
            shape = msgspec.structs.replace(shape, text=self._text_in(bounds_of(shape)))
        return set_anchor(annotation, shape)

    def _anchor_for(self, bounds: Bounds) -> Anchor:
        return self._region(bounds, self._text_in(bounds))

    def _region(self, bounds: Bounds, text: str) -> PlaneShape:
        return tidied(PageRegion(self._page, bounds.left, bounds.top, bounds.width, bounds.height, text))

    def _marks(self, bounds: Bounds) -> tuple[Bounds, ...]:
        return tuple(one.bounds for one in covered_words(self._own_words(), bounds))

    def _draft_label(self, name: str, bounds: Bounds) -> str:
        return " · ".join(filter(None, (name, self._text_in(bounds).replace("\n", " "))))

    def _snap(self, x: float, y: float) -> None:
        if not self._take_word(x, y):
            self.context.say("There is no printed word here. Drag to draw a region.")

    def _on_double_clicked(self, at: QPointF) -> None:
        # As in a reader, a double-click takes a word; beside all words it shows the whole page.
        taken = self.canvas.hand.allowed.snaps and self._take_word(
            *self.canvas.transform.picture_from_view(at.x(), at.y())
        )
        if not taken:
            self.canvas.fit()

    def _take_word(self, x: float, y: float) -> bool:
        """Makes a region of the word at a point, if one is printed there."""
        word = word_at(self._own_words(), x, y)
        if word is not None:
            self.context.annotate(self.asset_id, self._region(word.bounds, word.text), self.objectName())
        return word is not None

    def _on_theme_changed(self) -> None:
        self._bar.dress(self.context.theme)
        self._search_bar.dress(self.context.theme)
        super()._on_theme_changed()

    # Looking for words

    def _find(self, query: FindText) -> None:
        self._find_asked = self._media.ask(query)

    def _on_search_asked(self, text: str) -> None:
        self._search.begin(text.strip(), self._page)
        self._show_found()

    def _on_search_stepped(self, by: int) -> None:
        self._search.step(by)
        self._go_to_found()

    def _on_search_left(self) -> None:
        self._search.begin("", 0)
        self._show_found()
        self.canvas.setFocus()

    def _take_found(self, found: Found) -> None:
        nowhere = self._search.current is None
        if self._search.take(found):
            if nowhere and self._search.current is not None:
                self._go_to_found()
            self._show_found()

    def _go_to_found(self) -> None:
        place = self._search.current
        if place is not None:
            self.go_to_page(place.page)
            self.canvas.reveal(bounds_of_found(place), _LEGIBLE_PX)
        self._show_found()

    def _show_found(self) -> None:
        search, current = self._search, self._search.current
        shown = current is not None and current.page == self._page
        places = [bounds_of_found(place) for place in search.on_page(self._page)]
        self.canvas.set_found(places, bounds_of_found(current) if current is not None and shown else None)
        self._search_bar.tell(search.place, len(search.places), done=search.done)

    # The page

    def _put(self, picture: PagePicture) -> None:
        if picture.clip is None:
            self._whole = picture
        else:
            self._part = picture
        self._set_status("ready")
        self.canvas.set_picture_size(Size(picture.page_width_pt, picture.page_height_pt))
        pictures = (one for one in (self._whole, self._part) if one is not None and one.page == self._page)
        self.canvas.set_layers([Layer(one.pixels, placed(one)) for one in pictures])

    def _want_words(self) -> None:
        if self._page not in self._words and self._page not in self._words_asked.values():
            self._words_asked[self._media.ask(PageWords(self._page))] = self._page

    def _own_whole(self) -> PagePicture | None:
        return self._whole if self._whole and self._whole.page == self._page else None

    def _own_words(self) -> tuple[Word, ...]:
        return self._words.get(self._page, ())

    def _text_in(self, bounds: Bounds) -> str:
        return text_of(covered_words(self._own_words(), bounds))

    def _seen(self) -> Bounds:
        return self.canvas.transform.seen(self.canvas.view_size)

    def _scale(self) -> float:
        """Screen pixels a point."""
        return self.canvas.transform.scale * self.canvas.devicePixelRatioF()

    def _fitted_scale(self, size: Size) -> float:
        ratio = self.canvas.devicePixelRatioF()
        room = min(self.canvas.width() / size.width, self.canvas.height() / size.height)
        return max(room * ratio, 0.1)
