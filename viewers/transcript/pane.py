"""The transcript pane: segments as rows, text spans over words, and the row that is being said."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from crosstie.schema.changes import Changes
from crosstie.schema.clock import clock_text
from crosstie.schema.records import Asset
from crosstie.storage.media.queries import Transcript
from crosstie.viewers.canvas.notice import Notice, NoticeText
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pane import Pane
from crosstie.viewers.timeaxis.hand_filter import HandFilter
from crosstie.viewers.timeaxis.tips import annotation_lines, plain_tip
from crosstie.viewers.transcript.column import Column
from crosstie.viewers.transcript.marks import Marks
from crosstie.viewers.transcript.painter import Lit, RowPainter, Speakers
from crosstie.viewers.transcript.pointer import TextPointer
from crosstie.viewers.transcript.scrolling import Scrolling
from crosstie.viewers.transcript.text_marks import changed_marks, speaker_colors, text_marks
from crosstie.viewers.transcript.timing import SegmentTimes
from crosstie.viewers.transcript.view import TranscriptView

_NOTHING = Transcript("", ())


class TranscriptPane(Pane):
    """Shows a transcript. Of a long one only the rows on the screen are laid out."""

    def __init__(self, context: PaneContext, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(context, asset, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._transcript = _NOTHING
        self._times = SegmentTimes(())
        self._marks = Marks()
        self._current: int | None = None
        self._column: Column | None = None
        self._view: TranscriptView | None = None
        self._stale = True
        self.pointer = TextPointer(context, asset.id, self.view)
        self._notice = Notice(f"text_{asset.id}", self)
        self.scrolling = Scrolling(self, asset.id)
        self.scrolling.moved.connect(self._on_scrolled)
        self.scrolling.button.clicked.connect(self._on_follow_clicked)
        hand = HandFilter(self, self.pointer, None, self._tip)
        hand.pressed.connect(self.focused)
        hand.hovered.connect(self._redraw)
        hand.dragged.connect(self._redraw)
        self._listen()
        self._begin(asset)

    # What a pane owes

    def sizeHint(self) -> QSize:
        """Wide enough for a line of speech."""
        return QSize(420, 260)

    def is_settled(self) -> bool:
        """Whether the row that is said now is the one on the screen that is lit."""
        return self.status == "failed" or (self.status == "ready" and not self._stale)

    def reveal(self, annotation_id: str) -> None:
        """Scrolls to a text span."""
        mark = self._marks.get(annotation_id)
        if mark is not None:
            column = self._shown_column()
            self.scrolling.show_row(column, column.row_of(mark.start))

    def areas_of(self, annotation_id: str) -> tuple[QRectF, ...]:
        """The words of a text span that are on the screen, a rectangle a line."""
        mark = self._marks.get(annotation_id)
        if mark is None:
            return ()
        return tuple(
            one.rect.translated(shown.text_left, shown.text_top)
            for shown in self.view().rows
            for one in shown.layout.stretches(mark.start - shown.text_start, mark.end - shown.text_start)
        )

    def spots(self) -> dict[str, QRectF]:
        """The marked words in view, each by its first piece."""
        room = QRectF(self.rect())
        return {key: rect & room for key, rect in self.view().spots() if rect.intersects(room)}

    def fit(self) -> None:
        """Goes back to what is being said."""
        self._on_follow_clicked()

    # What is shown

    def view(self) -> TranscriptView:
        """The rows that are on the screen."""
        if self._view is None:
            column = self._shown_column()
            self._view = TranscriptView(column, self._marks, self.scrolling.bar.value(), self.height())
            # Guessed heights were corrected: the bar follows, and what is on the screen stays.
            self.scrolling.fit(column, self._view.scroll)
        return self._view

    def _shown_column(self) -> Column:
        if self._column is None:
            self._column = Column(self._transcript, self.font(), self.width())
        return self._column

    def _listen(self) -> None:
        context = self.context
        context.transcripts.ready.connect(self._on_ready)
        context.transcripts.failed.connect(self._on_failed)
        context.labels_changed.connect(self._on_labels_changed)
        for replaced in (context.sample_opened, context.hidden_changed, context.theme_changed):
            replaced.connect(self._on_labels_replaced)
        for lit in (context.highlight_changed, context.tie_changed):
            lit.connect(self._redraw)
        context.said.connect(self._on_said)
        context.timeline.moved.connect(self._on_timeline_moved)
        context.timeline.play_changed.connect(self._on_play_changed)

    def _begin(self, asset: Asset) -> None:
        transcripts = self.context.transcripts
        transcripts.prepare(asset)
        known, reason = transcripts.get(asset.id), transcripts.reason(asset.id)
        if known is not None:
            self._on_ready(asset.id, known)
        elif reason:
            self._on_failed(asset.id, reason)
        else:
            self._say(NoticeText(f"Reading {asset.id}…"))

    @property
    def _is_present(self) -> bool:
        """Whether the asset is in the sample: a pane lives on for a moment when another one is opened."""
        return self.asset_id in self.context.state.assets

    def _say(self, text: NoticeText | None) -> None:
        self._notice.say(text, self.context.theme)

    def _on_failed(self, asset_id: str, reason: str) -> None:
        if asset_id == self.asset_id:
            self._set_status("failed", reason)
            self._say(NoticeText(reason, "The rest of the sample is fine.", tone="bad"))

    def _on_ready(self, asset_id: str, transcript: Transcript) -> None:
        if asset_id != self.asset_id:
            return
        self._transcript = transcript
        self._times = SegmentTimes(transcript.segments)
        self._column = None
        self._say(None if transcript.segments else NoticeText("Nothing is said in this transcript."))
        self._set_status("ready")
        self._on_labels_replaced()
        self._on_timeline_moved()

    def _on_labels_replaced(self) -> None:
        self._say(self._notice.text)
        self._marks = text_marks(self.context, self.asset_id, len(self._transcript.text))
        self._forget_view()

    def _on_labels_changed(self, changes: Changes) -> None:
        self.pointer.settle()
        if changes.touches("asset"):
            self._on_timeline_moved()
        text_length = len(self._transcript.text)
        marks = changed_marks(self.context, self.asset_id, text_length, self._marks, changes)
        if marks is not self._marks:
            self._marks = marks
            self._forget_view()
        self._redraw()

    def _on_said(self) -> None:
        # A gesture that was refused is answered by a message: what was drawn ahead of it goes.
        self.pointer.settle()
        self._redraw()

    def _on_timeline_moved(self) -> None:
        """Lights the row that is said now; as long as that is the same one, the picture is right as it is."""
        if self.status != "ready" or not self._is_present:
            return
        now_ns = self.context.timeline.now_ns
        before, self._current = self._current, self._times.current(self.asset.clock.asset_from_sample(now_ns))
        self._show_detail(now_ns)
        if not self.context.timeline.playing:
            self.scrolling.following = True
        if self._current != before:
            if self._current is not None and self.scrolling.following:
                self.scrolling.show_row(self._shown_column(), self._current)
            self._redraw()
        elif not self._stale:
            self.drawn.emit(now_ns)
        self._show_follow_button()

    def _on_play_changed(self, playing: bool) -> None:
        if playing:
            self._on_follow_clicked()
        self._show_follow_button()

    def _on_follow_clicked(self) -> None:
        self.scrolling.following = True
        if self._current is not None:
            self.scrolling.show_row(self._shown_column(), self._current)
        self._show_follow_button()

    def _show_follow_button(self) -> None:
        away = self._current is not None and self.view().row(self._current) is None
        self.scrolling.button.setVisible(
            self.context.timeline.playing and not self.scrolling.following and away
        )

    def _show_detail(self, now_ns: int) -> None:
        count = len(self._transcript.segments)
        here = f"{self._current + 1}/{count}" if self._current is not None else f"–/{count}"
        local_ns = self.asset.clock.asset_from_sample(now_ns)
        self._set_detail(f"{clock_text(local_ns)} · segment {here}" if count else clock_text(local_ns))

    def _on_scrolled(self) -> None:
        self._forget_view()
        self._show_follow_button()

    def _forget_view(self) -> None:
        self._view = None
        self._redraw()

    def _redraw(self) -> None:
        self._stale = True
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        context, view = self.context, self.view()
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.fillRect(self.rect(), context.theme.color("panel"))
        if self._is_present:
            speakers = Speakers(speaker_colors(context), self.asset.clock.sample_from_asset)
            rows = RowPainter(painter, view, context.theme, self._lit())
            rows.draw(speakers)
            if (
                not self._marks.marks
                and view.rows
                and not context.read_only
                and context.class_for("text_span")
            ):
                rows.draw_hint("Drag over words to annotate them.")
        painter.end()
        self._stale = False
        if self.status == "ready":
            self.drawn.emit(context.timeline.now_ns)

    def _tip(self) -> str:
        return plain_tip(annotation_lines(self.context, self.pointer.hit.annotation_id))

    def _lit(self) -> Lit:
        context, reach = self.context, self.pointer.reach
        return Lit(
            current=self._current,
            selected=context.highlight.selected,
            related=context.highlight.related,
            hovered=self.pointer.hit.annotation_id,
            tie=context.tie_from is not None,
            reach=(reach.start, reach.end) if reach else None,
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls; a touchpad by its own pixels."""
        pixels = event.pixelDelta().y()
        self.scrolling.wheel(pixels or event.angleDelta().y() * 0.6)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lays out for the new width; the row on top stays on top."""
        old = self._column
        top_row = (
            old.heights.row_at(self.scrolling.bar.value()) if old is not None and len(old.heights) else 0
        )
        self._column = None
        column = self._shown_column()
        if len(column.heights):
            self.scrolling.fit(column, column.heights.top(top_row))
        self.scrolling.place()
        self._notice.place(self.rect())
        self._forget_view()
