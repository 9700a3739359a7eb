"""Beside the panes: which passes are compared, how they are drawn, and the list of what differs."""

from typing import Final, Literal

from PySide6.QtCore import QItemSelectionModel, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QListView, QStyleOptionViewItem, QVBoxLayout, QWidget

from crosstie.app.compare.difference import KINDS, Compared, Difference, Kind
from crosstie.app.compare.rows import DifferenceModel, Index
from crosstie.app.inspector.choice_fields import Box
from crosstie.app.plain import ElidedLabel, counted, plain_label
from crosstie.app.rules.model import HEADING
from crosstie.app.rules.row_painter import RuleRows
from crosstie.viewers.spotlight import Letter, letter_color
from crosstie.viewers.theme import DARK, Theme

_NOTHING: Final = (
    "Nothing is compared.\n\nWhere a sample has two passes that you may see, Ctrl+P sets the one shown "
    "beside another: A is drawn in unbroken blue lines, B in broken orange ones, and keys lead from one "
    "difference to the next."
)
_EQUAL: Final = "The two passes do not differ: every label and every link of one is in the other."
_LOOKING: Final = "Looking for what differs…"
_NO_SUCH: Final = "Nothing differs in this way."
_LOW_PX: Final = 44
_PAD_PX: Final = 24
_SWATCH: Final = QSize(30, 14)


class ComparePanel(QWidget):
    """`chosen` carries the Difference that is to be seen, `kind_chosen` the kind that is listed."""

    chosen = Signal(object)
    kind_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compare_panel")
        self.setAccessibleName("Compared passes")
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.legend = (LegendLine("A"), LegendLine("B"))
        self.summary = plain_label(role="quiet", wrap=True)
        self.summary.setObjectName("compare_summary")
        self.kinds = Box()
        self.kinds.setObjectName("compare_kinds")
        self.kinds.setAccessibleName("Which differences are listed")
        self.model = DifferenceModel(self)
        self.list = _list(self.model)
        self.hint = plain_label(_NOTHING, "quiet", wrap=True)
        self._compared: Compared | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(6)
        for widget in (*self.legend, self.summary, self.kinds, self.hint):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.kinds.currentIndexChanged.connect(lambda _place: self._on_kind())
        self.show_nothing()

    @property
    def kind(self) -> Kind | Literal[""]:
        """The kind of difference that is listed; empty for all."""
        return next((key for key in KINDS if key == self.kinds.currentData()), "")

    @property
    def current(self) -> Difference | None:
        """The difference that is chosen in the list."""
        return self.model.difference_at(self.list.currentIndex().row())

    @property
    def place(self) -> tuple[int, int]:
        """Which difference of how many is chosen, from 1; 0 for none."""
        shown = [row for row in self.model.rows if isinstance(row, Difference)]
        current = self.current
        at = next((place for place, one in enumerate(shown, 1) if one is current), 0)
        return at, len(shown)

    def show_nothing(self) -> None:
        """Nothing is compared."""
        self._show(None, _NOTHING)

    def begin(self, names: tuple[str, str], theme: Theme) -> None:
        """Says what is compared, before it is known what differs."""
        for line, words in zip(self.legend, names, strict=True):
            line.show_pass(words, theme)
        self._show(None, _LOOKING)
        for line in self.legend:
            line.show()

    def fail(self, words: str) -> None:
        """Says why there is no comparison."""
        self.hint.setText(words)

    def show_compared(self, compared: Compared) -> None:
        """Lists what differs."""
        same = f"{counted(compared.same_labels, 'label')} and {counted(compared.same_links, 'link')} alike"
        self.summary.setText(f"{counted(len(compared.differences), 'difference')}, {same}")
        self._show(compared, _EQUAL)

    def step(self, by: int) -> None:
        """Chooses the next difference (+1) or the one before (−1), round and round."""
        self._choose(self.model.step(self.list.currentIndex().row(), by))

    def next_kind(self) -> None:
        """Lists the next kind of which there is any, after the last one all."""
        self.kinds.setCurrentIndex((self.kinds.currentIndex() + 1) % max(self.kinds.count(), 1))

    def _show(self, compared: Compared | None, hint: str) -> None:
        self._compared = compared
        differences = compared.differences if compared is not None else ()
        self.kinds.blockSignals(True)  # The list is made once, below.
        self.kinds.clear()
        self.kinds.addItem(f"All differences ({len(differences)})", "")
        for key, words in KINDS.items():
            count = sum(key in one.kinds for one in differences)
            if count:
                self.kinds.addItem(f"{words[0].upper()}{words[1:]} ({count})", key)
        self.kinds.blockSignals(False)
        self.model.show_differences(compared, "")
        self.hint.setText(hint)
        self.hint.setVisible(not differences)
        for widget in (self.kinds, self.list):
            widget.setVisible(bool(differences))
        self.summary.setVisible(compared is not None)
        for line in self.legend:
            line.setVisible(compared is not None)

    def _on_kind(self) -> None:
        self.model.show_differences(self._compared, self.kind)
        self.kind_chosen.emit()
        self.step(+1)

    def _choose(self, row: int) -> None:
        difference = self.model.difference_at(row)
        if difference is not None:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.model.index(row), flag)
            self.list.scrollTo(self.model.index(row))
            self.chosen.emit(difference)


class LegendLine(QWidget):
    """A letter with the line that its labels are drawn in, and whose pass it is."""

    def __init__(self, letter: Letter) -> None:
        super().__init__()
        self.setObjectName(f"compare_legend_{letter.lower()}")
        self._swatch = Swatch(letter)
        self.words = ElidedLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._swatch)
        row.addWidget(self.words, 1)
        self._letter = letter

    def show_pass(self, words: str, theme: Theme) -> None:
        """Says whose pass it is."""
        self.words.setText(f"{self._letter}  {words}")
        self.dress(theme)

    def dress(self, theme: Theme) -> None:
        """Takes the theme's colours."""
        self._swatch.dress(theme)


class Swatch(QWidget):
    """A piece of the line that a pass is drawn in: unbroken, or broken."""

    def __init__(self, letter: Letter) -> None:
        super().__init__()
        self.setFixedSize(_SWATCH)
        self._letter: Letter = letter
        self._color: QColor = letter_color(letter, DARK)

    def dress(self, theme: Theme) -> None:
        """Takes the theme's colours."""
        self._color = letter_color(self._letter, theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        pen = QPen(self._color, 3)
        if self._letter == "B":
            pen.setDashPattern([2.5, 1.5])
        painter = QPainter(self)
        painter.setPen(pen)
        middle = self.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
        painter.end()


class DifferenceRows(RuleRows):
    """Lower where the title stands on one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # Qt's name
        size, view = super().sizeHint(option, index), self.parent()
        if index.data(HEADING) or not isinstance(view, QListView):
            return size
        room = view.viewport().width() - _PAD_PX
        fits = QFontMetricsF(option.font).horizontalAdvance(str(index.data())) <= room
        return QSize(size.width(), _LOW_PX) if fits else size


def _list(model: DifferenceModel) -> QListView:
    view = QListView()
    view.setObjectName("compare_list")
    view.setAccessibleName("Differences")
    view.setModel(model)
    view.setItemDelegate(DifferenceRows(view))
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setMouseTracking(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setLayoutMode(QListView.LayoutMode.Batched)
    return view
