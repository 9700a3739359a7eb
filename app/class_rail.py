"""The classes that fit where the hand is, with the digits that choose them."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from crosstie.app.icons import dot
from crosstie.app.list_rows import DIGIT, ListRows
from crosstie.app.plain import tip
from crosstie.schema.anchors import anchor_kind
from crosstie.schema.document_parts import ClassSpec
from crosstie.schema.records import Annotation, AssetKind
from crosstie.viewers.context import PaneContext

DIGITS: Final = 9
"""How many classes the digits 1–9 reach."""

_DRAWN_IN: Final[dict[AssetKind, tuple[str, ...]]] = {
    "video": ("box", "rotated_box", "polygon", "polyline", "keypoints", "mask"),
    "image": ("box", "rotated_box", "polygon", "polyline", "keypoints", "mask"),
    "audio": ("time_span",),
    "transcript": ("text_span",),
    "document": ("page_region",),
    "pointcloud": ("cuboid", "point_set"),
    "radar": ("cuboid", "point_set"),
    "output": ("whole_asset",),
}


class ClassRail(QListWidget):
    """Lists the classes for the selected annotation, else for what is drawn in the current pane."""

    chosen = Signal(str)

    def __init__(self, context: PaneContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("class_rail")
        self.setAccessibleName("Classes")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(ListRows(self))
        self.setMouseTracking(True)
        self._context = context
        self._kinds: tuple[str, ...] = _DRAWN_IN["video"]
        self._classes: tuple[ClassSpec, ...] = ()
        self.itemClicked.connect(lambda item: self.choose(self.row(item)))
        context.sample_opened.connect(self._refresh)
        # It tells of changed labels too, and those who ask which digits apply listen to it after this.
        context.highlight_changed.connect(self._refresh)
        context.class_changed.connect(self._refresh)
        context.theme_changed.connect(self._refresh)

    def draw_in(self, kind: AssetKind) -> None:
        """Another pane is current: its kind of asset says what is drawn."""
        self._kinds = _DRAWN_IN[kind]
        self._refresh()

    def name_at(self, place: int) -> str:
        """The name of the class at `place` (from 0); empty where there is none."""
        return self._context.class_name(self._classes[place].id) if place < len(self._classes) else ""

    def choose(self, place: int) -> None:
        """Takes the class at `place` (from 0): for the selected annotation, and for what is drawn next."""
        if place < len(self._classes):
            self.chosen.emit(self._classes[place].id)

    def _selected(self) -> Annotation | None:
        ref = self._context.selection.primary
        return self._context.state.annotations.get(ref.id) if ref is not None else None

    def _refresh(self) -> None:
        context, annotation = self._context, self._selected()
        kinds = (anchor_kind(annotation.anchor),) if annotation else self._kinds
        document = context.document
        self._classes = document.classes_for(*kinds) if document is not None else ()
        current = annotation.class_id if annotation else context.class_for(kinds[0])
        self.clear()
        for place, spec in enumerate(self._classes):
            name = context.class_name(spec.id)
            item = QListWidgetItem(name, self)
            item.setData(DIGIT, str(place + 1) if place < DIGITS else " ")
            item.setIcon(QIcon(dot(context.class_color(spec.id))))
            item.setToolTip(tip(name))
            if spec.id == current:
                self.setCurrentItem(item)
