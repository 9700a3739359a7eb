"""The lanes: a ruler over one row a modality, with links as curves between the rows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from crosstie.schema.changes import Changes
from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.body import LanesBody
from crosstie.viewers.lanes.filter_card import FilterCard
from crosstie.viewers.lanes.link_filter import LinkFilter
from crosstie.viewers.lanes.marks import broken_rules
from crosstie.viewers.lanes.scene import LanesScene
from crosstie.viewers.theme import GUTTER_PX
from crosstie.viewers.timeaxis.extent import extent_ns
from crosstie.viewers.timeaxis.ruler import Ruler


class LanesView(QWidget):
    """Shows the whole sample over time. Its signals are those of a pane; it is bound to no single asset."""

    drawn = Signal(object)
    focused = Signal()

    def __init__(self, context: PaneContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lanes")
        self.setAccessibleName("lanes")
        self._context = context
        self._scene = LanesScene(context)
        self.body = LanesBody(context, self)
        self.ruler = Ruler(context, "lanes_ruler", self)
        self.links_button = self._make_links_button()
        self.filter_button = self._make_filter_button()
        self._filters: FilterCard | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.ruler)
        column.addWidget(self.body, 1)
        self.body.drawn.connect(self.drawn)
        self.body.pressed.connect(self.focused)
        self._listen()
        self._on_sample_opened()

    def is_settled(self) -> bool:
        """Whether every row stands where it will stay: text spans wait for their transcript."""
        return not self._context.transcripts.waiting

    def reveal(self, annotation_id: str) -> None:
        """Brings an annotation's row and time into view."""
        annotation = self._context.state.annotations.get(annotation_id)
        if annotation is None:
            return
        asset = self._context.state.assets[annotation.asset_id]
        extent = extent_ns(annotation, asset, self._context.transcripts.get(asset.id))
        if extent is not None:
            self._context.time_axis.reveal(*extent)
        self.body.reveal(annotation_id)

    def fit(self) -> None:
        """Shows the whole sample."""
        self._context.time_axis.fit()

    def _make_links_button(self) -> QToolButton:
        button = QToolButton(self.ruler)
        button.setObjectName("lanes_all_links")
        button.setAccessibleName("show all links")
        button.setText("All links")
        button.setToolTip("Show every link, not only those of what is selected or under the pointer")
        button.setCheckable(True)
        button.setGeometry(8, 2, GUTTER_PX - 42, 20)
        button.toggled.connect(lambda shown: self.body.show_all_links(shown=shown))
        return button

    def _make_filter_button(self) -> QToolButton:
        button = QToolButton(self.ruler)
        button.setObjectName("lanes_link_filters")
        button.setAccessibleName("Which links are drawn")
        button.setText("▾")
        button.setGeometry(GUTTER_PX - 32, 2, 22, 20)
        button.clicked.connect(self.open_filters)
        return button

    @property
    def filters(self) -> FilterCard:
        """The card with the filters; made when it is asked for, because it lies over the whole window."""
        if self._filters is None:
            self._filters = FilterCard(self._context, self.window())
            self._filters.changed.connect(self._on_filter_changed)
            self._filters.all_changed.connect(self.links_button.setChecked)
            self._filters.left.connect(self.body.setFocus)
        return self._filters

    def open_filters(self) -> None:
        """Shows which links are drawn, to be changed; once more puts the card away."""
        if self.filters.isVisible():
            self.filters.close_card()
        else:
            self.filters.open_above(self.filter_button, shows_all=self.links_button.isChecked())

    def _on_filter_changed(self, wanted: LinkFilter) -> None:
        self.body.filter_links(wanted)
        # Something is held back: the button says so, also while the card is away.
        self.filter_button.setText("▾" if wanted == LinkFilter() else "▾!")

    def _listen(self) -> None:
        context, body = self._context, self.body
        context.sample_opened.connect(self._on_sample_opened)
        context.labels_changed.connect(self._on_labels_changed)
        context.hidden_changed.connect(self._on_hidden_changed)
        context.said.connect(self._on_said)
        context.violations_changed.connect(self._on_violations_changed)
        context.highlight_changed.connect(body.forget_decor)
        context.tie_changed.connect(body.update)
        context.theme_changed.connect(body.forget_frame)
        context.time_axis.changed.connect(body.forget_frame)
        context.timeline.moved.connect(body.move_playhead)
        context.timeline.loop_changed.connect(body.update)
        context.transcripts.ready.connect(self._on_transcript_ready)

    def _on_sample_opened(self) -> None:
        for asset in self._context.state.assets.values():
            if asset.kind == "transcript":
                self._context.transcripts.prepare(asset)
        self._on_hidden_changed()
        self._on_violations_changed()

    def _on_hidden_changed(self) -> None:
        self._scene.rebuild()
        self._show_rows()

    def _on_labels_changed(self, changes: Changes) -> None:
        self._scene.take(changes)
        self._show_rows()

    def _on_transcript_ready(self, asset_id: str) -> None:
        self._scene.rebuild_row(asset_id)
        self._show_rows()

    def _on_said(self) -> None:
        # A gesture that was refused is answered by a message: what was drawn ahead of it goes.
        self.body.pointer.settle()
        self.body.update()

    def _on_violations_changed(self) -> None:
        self.body.show_marks(broken_rules(self._context.state, self._context.violations))

    def _show_rows(self) -> None:
        self.body.pointer.settle()
        self.body.show_rows(self._scene.rows)
