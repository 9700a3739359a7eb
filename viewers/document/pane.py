"""The pane of one document: its pages one below the other, their regions, and the words below them."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crosstie.schema.anchors import Anchor, PageRegion
from crosstie.schema.gestures import Edits
from crosstie.schema.records import Annotation, Asset
from crosstie.schema.shaping import set_anchor
from crosstie.storage.media.queries import Failed, Found, FoundAt, PagePicture, PageSizes, Words
from crosstie.viewers.canvas.items import Item
from crosstie.viewers.canvas.layer import Layer
from crosstie.viewers.canvas.notice import NoticeText
from crosstie.viewers.canvas.picture_pane import PicturePane
from crosstie.viewers.canvas.shapes import PlaneShape, bounds_of
from crosstie.viewers.canvas.transform import Bounds, enclosing
from crosstie.viewers.context import PaneContext
from crosstie.viewers.document.field_tips import FieldTips
from crosstie.viewers.document.finding import Finding
from crosstie.viewers.document.late_words import LateWords
from crosstie.viewers.document.lock import Lock
from crosstie.viewers.document.page_bar import PageBar
from crosstie.viewers.document.page_canvas import PageCanvas
from crosstie.viewers.document.page_items import PageItems
from crosstie.viewers.document.page_plane import PagePlane, nearest_first
from crosstie.viewers.document.page_scroll import PageScroll
from crosstie.viewers.document.page_source import PageSource
from crosstie.viewers.document.page_texts import PageTexts
from crosstie.viewers.document.reading import Reading
from crosstie.viewers.document.search import bounds_of_found
from crosstie.viewers.document.thumbs import Thumbs
from crosstie.viewers.document.word_taking import WordTaking

_READ_PART: Final = 0.86
"""How much of the view a region fills that is read closely."""
_LEGIBLE_PX: Final = 16.0
"""A region that is revealed stands at least this high, for its words to be read."""


class DocumentPane(PicturePane):
    """Shows pages. Drawing on one makes a region, which keeps the words below it.

    The canvas's plane is that of all pages; what is known of a label is in the points of its own page.
    """

    canvas: PageCanvas
    drawn_kind = "page_region"
    snaps = True

    def __init__(self, context: PaneContext, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(context, asset, parent)
        page_count = max(1, asset.facts.page_count)
        self._pages = PageSource(page_count, self._media.ask)
        self._texts = PageTexts(self._media.ask)
        self._reading = Reading(self._texts, lambda: self.canvas.plane)
        self._late = LateWords(self._texts, self._reading)
        self._words = WordTaking(context, asset.id, self.objectName(), self._reading)
        self._page_items = PageItems(self._mine, self._faces.of)
        self._drawn_for: tuple[range, PagePlane] | None = None
        self._told_page = -1
        self._page_failed = False
        self._bar = PageBar(asset.id, page_count, self)
        self._bar.page_asked.connect(self.go_to_page)
        self._scroll = PageScroll(asset.id, self)
        self._scroll.asked.connect(self._on_scroll_asked)
        self._thumbs = Thumbs(asset.id, self)
        self._thumbs.count_pages(page_count)
        self._thumbs.page_asked.connect(self.go_to_page)
        self._thumbs.wanting.connect(self._on_strip_wanting)
        self._bar.strip.toggled.connect(self._on_strip_toggled)
        self._finding = Finding(asset.id, page_count, self._media.ask, lambda: self.page, self)
        self._finding.changed.connect(self._show_found)
        self._finding.gone_to.connect(self._go_to_found)
        self._finding.left.connect(self.canvas.setFocus)
        self._lock = Lock(asset, self._media.unlock, self.canvas)
        self._lock.tried.connect(self._on_password_tried)
        FieldTips(self.canvas, self._reading.field_at)
        self._lay_out()
        self.canvas.set_plane(self._pages.plane)
        self._begin()
        self._tell()

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 0."""
        return self.canvas.page

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return self._pages.plane.page_count

    @property
    def has_words(self) -> bool:
        """Whether the words of the page shown are known; a scan has none, and that is known too."""
        return self._texts.knows(self.page)

    @property
    def has_all(self) -> bool:
        """Whether the decoder rests: what is seen, and what is read ahead of a hand, is there."""
        return self.is_settled() and not (self._pages.waits or self._texts.waits)

    def turn_page(self, step: int) -> None:
        """Goes on (+1) or back (−1) by pages; stays within the document."""
        self.go_to_page(self.page + step)

    def go_to_page(self, page: int) -> None:
        """Shows a page, from 0; one outside of the document is the nearest that is in it."""
        page = min(max(page, 0), self.page_count - 1)
        if page != self.page:
            self.canvas.cancel_gesture()
            self.canvas.show_page(page)
        else:
            self._tell()

    def open_search(self) -> None:
        """Gives the keyboard to the words to look for."""
        self._finding.bar.open()

    def toggle_strip(self) -> None:
        """Shows all pages small beside the document, or hides them."""
        self._bar.strip.toggle()

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
            self._show_place(annotation.anchor.page, bounds_of(annotation.anchor))

    def close_up(self, annotation_ids: Sequence[str]) -> None:
        """Turns to the first region's page and brings what stands on it close."""
        found = [self.context.state.annotations.get(key) for key in annotation_ids]
        regions = [one.anchor for one in found if one is not None and isinstance(one.anchor, PageRegion)]
        if regions:
            page = regions[0].page
            self.go_to_page(page)
            about = enclosing(bounds_of(one) for one in regions if one.page == page)
            self.canvas.close_up(self.canvas.plane.from_page(self.page, about), _READ_PART)

    def mark_view(self) -> object:
        """The page, and how it lies in the view."""
        return self.canvas.page_mark()

    def look_again(self, view: object) -> None:
        """Turns to the page that was shown."""
        match view:
            case ("open" | "page" | "width" | "" as fit_to, float(scale), int(page), float(x), float(y)):
                self.canvas.go_to_mark((fit_to, scale, page, x, y))

    def _new_canvas(self) -> PageCanvas:
        return PageCanvas(self.asset_id, self)

    def _lay_out(self) -> None:
        self._column.removeWidget(self.canvas)
        self._column.addWidget(self._finding.bar)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.addWidget(self._thumbs)
        self._row.addWidget(self.canvas, 1)
        self._row.addWidget(self._scroll)
        self._column.addLayout(self._row, 1)
        self._column.addWidget(self._bar)
        self._scroll.setVisible(self.page_count > 1)

    def _tell(self) -> None:
        reason = self._pages.reason(self.page)
        if reason and self._is_present:
            self._set_status("failed", reason)
            self.canvas.say(NoticeText(reason, "The other pages are fine.", tone="bad"))
            self._page_failed = True
        elif self._page_failed:
            # It was another page that could not be drawn; this one is on its way.
            self._page_failed = False
            self._set_status("ready")
            self.canvas.say(None)
        elif self.status == "ready":
            self.canvas.say(None)
        self._bar.show_page(self.page)
        self._thumbs.show_page(self.page)
        self._set_detail(f"p. {self.page + 1}/{self.page_count}")

    # What PicturePane asks

    def _want(self) -> None:
        if self._lock.is_shut:
            return
        if not self._pages.begun:
            self._pages.want_sizes(self.page)
            return
        self._pages.want_seen(self.canvas)
        if self._shown() is not None:
            self._recover()

    def _want_further(self) -> None:
        """Asks for what comes after the pictures in view, one thing at a time.

        A picture that is waited for finds the decoder free.
        """
        if self._lock.is_shut or not self._pages.begun:
            return
        on_its_way = (
            self._pages.want_seen(self.canvas)
            or self._texts.want([*nearest_first(self.canvas.pages_seen, self.page), *self._late.pages])
            or self._pages.want_sizes(self.page, about=True)
            or self._pages.want_more(self.canvas, self._thumbs.next_ask)
        )
        if not on_its_way:
            self._pages.want_sizes(self.page)

    def _take(self, reply: object) -> None:
        match reply:
            case Words():
                self._texts.take(reply)
            case PageSizes():
                self._lock.open()
                self._pages.take_sizes(reply)
                self.canvas.paper = self._pages.begun
                self._show_plane()
            case PagePicture():
                self._take_picture(reply)
            case Found():
                self._finding.take(reply)
        self._refresh()

    def _take_picture(self, picture: PagePicture) -> None:
        if self._pages.take_picture(picture):
            self._set_status("ready")
            self._lay_pictures()
        else:
            self._thumbs.put(picture)

    def _on_replied(self, number: int, reply: object) -> None:
        if isinstance(reply, Failed) and reply.locked and self._is_present:
            self._pages.forget()
            self._texts.forget()
            self.canvas.paper = False
            self._set_status("failed", reply.reason)
            self.canvas.say(None)
            self._lock.refuse(reply.reason)
        else:
            super()._on_replied(number, reply)

    def _on_password_tried(self) -> None:
        self._pages.want_sizes(self.page)

    def _failed_to_answer(self, number: int, reason: str) -> None:
        if self._finding.failed(number):
            return
        if self._texts.failed(number) or self._pages.failed(number, reason):
            self._refresh()
        else:
            super()._failed_to_answer(number, reason)

    def _shown(self) -> object | None:
        return self._pages.shown(self.canvas)

    def _may_draw(self) -> bool:
        return self._pages.has_page(self.page)

    def _items(self) -> Iterable[Item]:
        return self._page_items.of(self._near(), self.canvas.plane)

    def _forget_labels(self) -> None:
        super()._forget_labels()
        self._page_items.forget()

    def _near(self) -> range:
        """The pages whose labels are at hand: those seen, and one on either side."""
        seen = self.canvas.pages_seen
        return range(max(seen.start - 1, 0), min(seen.stop + 1, self.page_count))

    def _reshape(self, annotation: Annotation, shape: PlaneShape) -> Edits:
        again = self._reading.region_again(shape) if isinstance(shape, PageRegion) else shape
        self._late.note(again)
        return set_anchor(annotation, again)

    def _anchor_for(self, bounds: Bounds) -> Anchor:
        region = self._reading.region_in(bounds)
        self._late.note(region)
        return region

    def _marks(self, bounds: Bounds) -> tuple[Bounds, ...]:
        return self._reading.marks_in(bounds)

    def _draft_label(self, name: str, bounds: Bounds) -> str:
        return " · ".join(filter(None, (name, self._reading.text_in(bounds).replace("\n", " "))))

    def _snap(self, x: float, y: float) -> None:
        self._words.take_or_say(x, y)

    def _on_double_clicked(self, at: QPointF) -> None:
        # As in a reader, a double-click takes a word; beside all words it shows the whole page.
        taken = self.canvas.hand.allowed.snaps and self._words.take(
            *self.canvas.transform.picture_from_view(at.x(), at.y())
        )
        if not taken:
            self.canvas.fit()

    # What is seen

    def _on_theme_changed(self) -> None:
        for part in (self._bar, self._finding.bar, self._thumbs, self._lock.plate):
            part.dress(self.context.theme)
        self._page_items.forget()
        super()._on_theme_changed()

    def _on_view_changed(self) -> None:
        self._lay_pictures()
        self._lock.place()
        self._scroll.follow(*self.canvas.scroll_range, self.canvas.view_size.height)
        super()._on_view_changed()
        if self._drawn_for != (self._near(), self.canvas.plane):
            self._show_near()
        elif self.page != self._told_page:
            self._show_allowed()
        self._pages.forgive(self.canvas)
        if self.page != self._told_page:
            self._told_page = self.page
            self._tell()

    def _on_gesture_changed(self, state: str) -> None:
        super()._on_gesture_changed(state)
        self._show_plane()

    def _on_scroll_asked(self, above_px: float) -> None:
        self.canvas.pan(0.0, -above_px - self.canvas.transform.offset_y)

    def _on_strip_toggled(self, shown: bool) -> None:
        self._thumbs.setVisible(shown)
        self._thumbs.reach()
        self._refresh()

    def _on_strip_wanting(self) -> None:
        if self.isVisible() and self._is_present:
            self._want_further()

    def _on_painted(self) -> None:
        super()._on_painted()
        if self._is_present:
            self._late.follow(self.context, self._mine, self.objectName())
            self._want_further()

    def _show_near(self) -> None:
        """Other pages are near than before: their labels, where those are others, and what was found."""
        self._drawn_for = near, plane = self._near(), self.canvas.plane
        if self._page_items.of(near, plane) == list(self.canvas.scene.items):
            self._show_allowed()
        else:
            self._show_scene()
        self._show_found()

    def _show_scene(self) -> None:
        self._drawn_for = self._near(), self.canvas.plane
        if self._thumbs.isVisible():
            self._thumbs.count_labels(self._page_items.counts())
        super()._show_scene()

    def _show_plane(self) -> None:
        """Pages of other sizes than was thought; what is in a hand holds on to where it is."""
        if self._pages.plane is self.canvas.plane or self.canvas.hand.gesture.state != "idle":
            return
        if self._pages.plane.page_count != self.canvas.plane.page_count:
            self._bar.count_pages(self.page_count)
            self._thumbs.count_pages(self.page_count)
            self._finding.count_pages(self.page_count)
            self._scroll.setVisible(self.page_count > 1)
        self.canvas.set_plane(self._pages.plane)

    def _lay_pictures(self) -> None:
        found = self._pages.layers(self.canvas)
        self.canvas.set_layers([Layer(picture.pixels, place) for picture, place in found])

    def _show_place(self, page: int, own: Bounds) -> None:
        """Brings a place of a page into view, where it is not there already."""
        if page >= self.page_count:
            return
        if page != self.page and not self.canvas.sees(self.canvas.plane.from_page(page, own)):
            self.go_to_page(page)
        self.canvas.reveal(self.canvas.plane.from_page(page, own), _LEGIBLE_PX)

    def _go_to_found(self, place: FoundAt) -> None:
        self._show_place(place.page, bounds_of_found(place))

    def _show_found(self) -> None:
        self.canvas.set_found(*self._finding.places_on(self._near(), self.canvas.plane))
