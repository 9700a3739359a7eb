"""The list of broken rules: grouped by rule, narrowed by typing, walked and mended by keyboard alone."""

from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from crosstie.app.inspector.section import Section
from crosstie.app.plain import plain_label
from crosstie.app.rules.model import RuleModel
from crosstie.app.rules.row_painter import RuleRows
from crosstie.schema.rules.fixes import fixes
from crosstie.schema.rules.verdict import Fix, Violation
from crosstie.viewers.context import PaneContext

_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_KEPT: Final = (
    "Every rule is kept here.\n\nRules are checked with every edit. What breaks one stands here, with a red "
    "mark at its place in the lanes: Enter goes there, and where there is a right answer it is offered below."
)
_NO_RULES: Final = "This schema has no rules. They stand under `rules:` in the schema document."
_NO_MATCH: Final = "No broken rule has these words."
_READ_ONLY: Final = "This pass is read-only. Start your own to mend it."
_NO_FIX: Final = "No answer can be told from here: it takes a look."


class RulesPanel(QWidget):
    """Follows the labels. Going and mending are the window's deeds."""

    go_asked = Signal(object)
    mend_asked = Signal(object)
    left = Signal()

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self.setObjectName("rules_panel")
        self.setAccessibleName("Broken rules")
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._current: Violation | None = None
        self._is_stale = False
        self.model = RuleModel(context)
        self.filter = _filter()
        self.filter.installEventFilter(self)
        self.list = _list(self.model)
        self.hint = plain_label(role="quiet", wrap=True)
        self.message = plain_label(wrap=True)
        self.answers = plain_label(role="quiet", wrap=True)
        self.mend_button = _button("rules_mend", "Mend", "Mend the chosen broken rule")
        self.go_button = _button("rules_go", "Go there", "Go to the chosen broken rule")
        self._detail = self._make_detail()
        self._section = Section("Broken rules", self._body())
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 10, 8)
        column.addWidget(self._section, 1)
        self._connect()
        self._show()

    @property
    def current(self) -> Violation | None:
        """The violation that is chosen in the list."""
        self._freshen()
        return self._current

    def take_keyboard(self) -> None:
        """Letters narrow the list, arrows walk it, from now on."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def step(self, by: int) -> None:
        """Chooses the next (+1) or previous (−1) violation; the first where none was."""
        self._freshen()
        at = self.model.place_of(self._current)
        self._choose(self.model.next_broken(at, by) if at >= 0 else self.model.next_broken(-1, 1))

    def offered(self) -> tuple[Fix, ...]:
        """The ways in which the chosen violation can be mended now."""
        context = self._context
        if self._current is None or context.document is None or context.read_only:
            return ()
        return fixes(context.document, context.state, self._current)

    # Making it

    def _body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.filter)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)
        column.addWidget(self._detail)
        column.addStretch(0)
        return body

    def _make_detail(self) -> QWidget:
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(2, 4, 2, 0)
        column.setSpacing(6)
        column.addWidget(self.message)
        column.addWidget(self.answers)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addStretch(1)
        row.addWidget(self.go_button)
        row.addWidget(self.mend_button)
        column.addLayout(row)
        return detail

    def _connect(self) -> None:
        context = self._context
        for changed in (context.violations_changed, context.sample_opened, context.theme_changed):
            changed.connect(self._on_changed)
        context.labels_changed.connect(lambda _changes: self._show_detail())
        self.filter.textChanged.connect(self._on_typed)
        self.list.clicked.connect(lambda index: self._go(index.row()))
        self.list.selectionModel().currentChanged.connect(lambda now, _before: self._on_current(now.row()))
        self.go_button.clicked.connect(lambda: self._go(self.model.place_of(self._current)))
        self.mend_button.clicked.connect(self._mend)

    # What happens

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Arrows, Enter and Escape in the filter are the list's."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self.step(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.model.place_of(self._current))
        elif key == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def _on_changed(self) -> None:
        """Thousands of rows that nobody sees are made when somebody looks, not at every edit."""
        self._is_stale = True
        if self.isVisible():
            self._show()

    def _on_typed(self, typed: str) -> None:
        self.model.narrow(typed)
        self._show()

    def _on_current(self, row: int) -> None:
        violation = self.model.violation_at(row)
        if violation is not None:
            self._current = violation
            self._show_detail()

    def _go(self, row: int) -> None:
        violation = self.model.violation_at(row)
        if violation is not None:
            self._choose(row)
            self.go_asked.emit(violation)

    def _mend(self, _checked: bool = False) -> None:
        if self._current is not None:
            self.mend_asked.emit(self._current)

    def _choose(self, row: int) -> None:
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        index = self.model.index(row)
        self.list.selectionModel().setCurrentIndex(index, flag)
        self.list.scrollTo(index)

    def _show(self) -> None:
        """The list as the labels stand; what was chosen stays chosen, or its neighbour takes its place."""
        self._is_stale = False
        place = self.model.place_of(self._current)
        self.model.rebuild()
        now = self.model.place_of(self._current)
        if now < 0:
            nearest = min(max(place, 0), len(self.model.rows) - 1)
            now = nearest if self.model.violation_at(nearest) else self.model.next_broken(nearest, 1)
            self._current = self.model.violation_at(now)
        if self._current is not None:
            self._choose(self.model.place_of(self._current))
        self._section.set_count(len(self._context.violations))
        self.list.setVisible(bool(self.model.rows))
        self.hint.setVisible(not self.model.rows)
        self.hint.setText(self._teaching())
        self._show_detail()

    def _freshen(self) -> None:
        if self._is_stale:
            self._show()

    def _teaching(self) -> str:
        document = self._context.document
        if self._context.violations:
            return _NO_MATCH
        return _KEPT if document is None or document.rules else _NO_RULES

    def _show_detail(self) -> None:
        self._detail.setVisible(self._current is not None)
        if self._current is None:
            return
        offered = self.offered() if self.isVisible() else ()
        titles = [f"→ {fix.title}" for fix in offered]
        self.message.setText(self._current.message)
        self.answers.setText("\n".join(titles) or (_READ_ONLY if self._context.read_only else _NO_FIX))
        self.mend_button.setVisible(bool(offered))
        self.mend_button.setText("Mend" if len(offered) < 2 else "Mend …")
        self.mend_button.setAccessibleDescription(" or ".join(fix.title for fix in offered))

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        """What can be mended is worked out while somebody looks."""
        super().showEvent(event)
        self._show()


def _filter() -> QLineEdit:
    field = QLineEdit()
    field.setObjectName("rules_filter")
    field.setAccessibleName("Narrow the broken rules")
    field.setPlaceholderText("Words of the rule or the message")
    field.setClearButtonEnabled(True)
    return field


def _list(model: RuleModel) -> QListView:
    view = QListView()
    view.setObjectName("rules_list")
    view.setAccessibleName("Broken rules")
    view.setModel(model)
    view.setItemDelegate(RuleRows(view))
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setMouseTracking(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setLayoutMode(QListView.LayoutMode.Batched)
    return view


def _button(name: str, words: str, spoken: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(spoken)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
