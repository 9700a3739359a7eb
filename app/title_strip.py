"""What is open, beside the menus: sample, schema, pass, broken rules, palette."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from crosstie.app.icons import icon
from crosstie.app.plain import ElidedLabel, button_text
from crosstie.app.session import Session

_SAMPLE_PX: Final = 340


class TitleStrip(QWidget):
    """One line of plain facts; the pass and the rules are buttons."""

    pass_asked = Signal()
    rules_asked = Signal()
    palette_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("title_strip")
        self._session = session
        self.sample = ElidedLabel("", "name")
        self.sample.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.sample.setMaximumWidth(_SAMPLE_PX)
        self.facts = ElidedLabel("", "quiet")
        self.facts.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.pass_button = _button("pass_button")
        self.pass_button.clicked.connect(self.pass_asked)
        self.rules_button = _button("rules_button")
        self.rules_button.clicked.connect(self.rules_asked)
        self.palette_button = _button("palette_button")
        self.palette_button.setAccessibleName("Command palette")
        self.palette_button.clicked.connect(self.palette_asked)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.sample)
        row.addWidget(self.facts, 1)
        for button in (self.pass_button, self.rules_button, self.palette_button):
            row.addWidget(button)
        context = session.context
        context.sample_opened.connect(self._refresh)
        context.violations_changed.connect(self._refresh)
        context.theme_changed.connect(self._refresh)
        self._refresh()

    def put_in(self, button: QPushButton) -> None:
        """One more button, before the others."""
        self._row.insertWidget(2, button)

    def show_palette_key(self, keys: str) -> None:
        """The palette's button shows the keys that open it."""
        self.palette_button.setText(keys or "Commands")

    def _refresh(self) -> None:
        session, context = self._session, self._session.context
        shown = session.current_pass
        opened = bool(session.sample_id)
        for widget in (self.facts, self.pass_button, self.rules_button):
            widget.setVisible(opened)
        self.sample.setText(session.sample_id)
        if shown is not None:
            sample = context.state.sample
            parts = [sample.language, f"batch {sample.batch}" if sample.batch else "", sample.site]
            parts.append(f"schema {shown.schema.id} {shown.schema.version}")
            self.facts.setText("  ·  ".join(part for part in parts if part))
            who = session.actor_name(shown.actor_id)
            words = f"{shown.kind} pass · {who}" + ("  · read only" if context.read_only else "")
            self.pass_button.setText(button_text(words))
            self.pass_button.setAccessibleName(f"Pass: {words}. Choose another.")
        count = len(context.violations)
        self.rules_button.setText(
            f"{count} rule{'s' if count != 1 else ''} broken" if count else "rules kept"
        )
        self.rules_button.setAccessibleName(self.rules_button.text())
        self.rules_button.setIcon(
            icon("warning" if count else "check", context.theme, "warn" if count else "good")
        )
        self.palette_button.setIcon(icon("search", context.theme))


def _button(name: str) -> QPushButton:
    button = QPushButton()
    button.setObjectName(name)
    button.setIconSize(QSize(14, 14))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
