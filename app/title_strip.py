"""What is open, beside the menus: sample, schema, pass, broken rules, palette."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from crosstie.app.bench.header import ElidedLabel
from crosstie.app.icons import icon
from crosstie.app.inspector.section import plain_label
from crosstie.app.session import Session


class TitleStrip(QWidget):
    """One line of plain facts; the pass and the rules are buttons."""

    pass_asked = Signal()
    rules_asked = Signal()
    palette_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("title_strip")
        self._session = session
        self.sample = plain_label(role="name")
        self.facts = ElidedLabel()
        self.facts.setProperty("role", "quiet")
        self.facts.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.pass_button = QPushButton()
        self.pass_button.setObjectName("pass_button")
        self.pass_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pass_button.clicked.connect(self.pass_asked)
        self.rules_button = QToolButton()
        self.rules_button.setObjectName("rules_button")
        self.rules_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.rules_button.setIconSize(QSize(14, 14))
        self.rules_button.clicked.connect(self.rules_asked)
        self.palette_button = QToolButton()
        self.palette_button.setObjectName("palette_button")
        self.palette_button.setAccessibleName("Command palette")
        self.palette_button.setToolTip("Command palette (Ctrl+K)")
        self.palette_button.setText("Ctrl+K")
        self.palette_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.palette_button.setIconSize(QSize(14, 14))
        self.palette_button.clicked.connect(self.palette_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(self.sample)
        row.addWidget(self.facts, 1)
        for button in (self.pass_button, self.rules_button, self.palette_button):
            row.addWidget(button)
        context = session.context
        context.sample_opened.connect(self._refresh)
        context.violations_changed.connect(self._refresh)
        context.theme_changed.connect(self._refresh)
        self._refresh()

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
            self.pass_button.setText(
                f"{shown.kind} pass · {who}" + ("  · read only" if context.read_only else "")
            )
            self.pass_button.setAccessibleName(f"Pass: {self.pass_button.text()}. Choose another.")
        count = len(context.violations)
        self.rules_button.setText(
            f"{count} rule{'s' if count != 1 else ''} broken" if count else "rules kept"
        )
        self.rules_button.setAccessibleName(self.rules_button.text())
        self.rules_button.setIcon(
            icon("warning" if count else "check", context.theme, "warn" if count else "good")
        )
        self.palette_button.setIcon(icon("search", context.theme))
