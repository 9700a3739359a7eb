"""A line below the entities: a proposal that the chosen one and another are the same thing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from crosstie.app.inspector.section import tool_button
from crosstie.app.plain import plain_label
from crosstie.schema.decisions import Candidate
from crosstie.schema.entities import same_as
from crosstie.viewers.context import PaneContext


class SameAsStrip(QWidget):
    """The likeliest proposal for one entity. `merge_asked` carries both ids, `rejected` the candidate."""

    merge_asked = Signal(str, str)
    rejected = Signal(object)

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self.setObjectName("entity_same_as")
        self.setAccessibleName("Same as")
        self._context = context
        self._found: tuple[Candidate, ...] | None = None
        self._shown: Candidate | None = None
        self._entity_id = ""
        self._words = plain_label(role="small", wrap=True)
        self._reason = plain_label(role="quiet", wrap=True)
        self.yes = self._button("same_as_yes", "Merge", "They are the same: merge them")
        self.no = self._button("same_as_no", "Not the same", "They are two things: reject the proposal")
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(lambda: self.rejected.emit(self._shown))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addWidget(self._reason)
        column.addLayout(buttons)
        self.hide()

    @property
    def text(self) -> str:
        """What is proposed; empty while nothing is."""
        return self._words.text() if self._shown is not None else ""

    def forget(self) -> None:
        """The labels have changed: the proposals are looked for again."""
        self._found = None

    def show_for(self, entity_id: str) -> None:
        """Shows the likeliest proposal for an entity, or nothing."""
        context, self._entity_id = self._context, entity_id
        mine = (one for one in self._proposals() if entity_id in (end.id for end in one.link.ends))
        self._shown = max(mine, key=lambda one: one.score, default=None)
        if self._shown is not None:
            entity, other = (context.state.entities[key].name for key in (entity_id, self._other()))
            self._words.setText(f"{entity} may be the same as {other} ({self._shown.score:.0%})")
            self._reason.setText(self._shown.reason)
            self._reason.setVisible(bool(self._shown.reason))
        for button in (self.yes, self.no):
            button.setEnabled(not context.read_only)
        self.setVisible(self._shown is not None)

    def _proposals(self) -> tuple[Candidate, ...]:
        if self._found is None:
            context = self._context
            document = context.document
            self._found = same_as(document, context.state, context.pass_id) if document else ()
        return self._found

    def _other(self) -> str:
        assert self._shown is not None
        return next(end.id for end in self._shown.link.ends if end.id != self._entity_id)

    def _on_yes(self) -> None:
        if self._shown is not None:
            self.merge_asked.emit(self._entity_id, self._other())

    def _button(self, name: str, text: str, spoken: str) -> QToolButton:
        button = tool_button(name, spoken)
        button.setText(text)
        button.setProperty("role", "wide")
        return button
