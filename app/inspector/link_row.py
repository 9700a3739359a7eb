"""One link in a list: what it ties to, a jump there, a way to its own page, and a button that unties."""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crosstie.app.icons import icon
from crosstie.app.inspector.describe import end_words, far_words
from crosstie.app.inspector.section import tool_button
from crosstie.app.plain import ElidedButton, tip
from crosstie.schema.records import End, Link
from crosstie.viewers.context import PaneContext
from crosstie.viewers.theme import Theme

_STATUS_MARK = {"certain": "→", "candidate": "┄", "unsure": "┈", "rejected": "×"}


class LinkWords(msgspec.Struct, frozen=True):
    """What a row says of a link, seen from one of its ends."""

    link_id: str
    far: End
    name: str
    whole: str
    status: str
    shown: str
    mine: bool


def link_words(link: Link, own_ids: frozenset[str], context: PaneContext) -> LinkWords:
    """A link seen from whichever end is one of `own_ids`."""
    outward = link.from_end.id in own_ids
    far = link.to_end if outward else link.from_end
    document = context.document
    name = document.display_name(link.type_id, context.language) if document else link.type_id
    mark = _STATUS_MARK[link.status] if outward or link.status != "certain" else "←"
    place = f"{link.place}. " if link.place else ""
    shown = f"{mark}  {place}{name}  {far_words(far, own_ids, context)}" + (
        "  ?" if link.status == "unsure" else ""
    )
    mine = not context.read_only and link.pass_id == context.pass_id
    return LinkWords(link.id, far, name, end_words(far, context), link.status, shown, mine)


class LinkRow(QWidget):
    """Stays where it is while what it says changes, and so does the keyboard in it."""

    jump_asked = Signal(object)
    opened = Signal(str)
    untie_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._words: LinkWords | None = None
        self._theme: Theme | None = None
        self._text = ElidedButton(self)
        self._text.setObjectName("link_jump")
        self._text.setProperty("role", "row")
        self._open = tool_button("link_open", "Show the link")
        self._untie = tool_button("link_untie", "Untie")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._text, 1)
        row.addWidget(self._open)
        row.addWidget(self._untie)
        self._text.clicked.connect(self._on_text_clicked)
        self._open.clicked.connect(self._on_open_clicked)
        self._untie.clicked.connect(self._on_untie_clicked)

    def say(self, words: LinkWords, theme: Theme) -> None:
        """Tells of this link from now on."""
        if theme is not self._theme:
            self._theme = theme
            self._open.setIcon(icon("link", theme))
            self._untie.setIcon(icon("close", theme))
        if words == self._words:
            return
        self._words = words
        self._text.set_words(words.shown)
        self._text.setAccessibleName(f"Go to {words.whole}, tied by {words.name}, {words.status}")
        self._text.setToolTip(tip(f"Go to {words.whole} ({words.name}, {words.status})"))
        for button, deed in ((self._open, "Show the link"), (self._untie, "Untie")):
            button.setAccessibleName(f"{deed} {words.name}")
            button.setToolTip(tip(f"{deed} {words.name}"))
        self._untie.setVisible(words.mine)

    def _on_text_clicked(self) -> None:
        if self._words is not None:
            self.jump_asked.emit(self._words.far)

    def _on_open_clicked(self) -> None:
        if self._words is not None:
            self.opened.emit(self._words.link_id)

    def _on_untie_clicked(self) -> None:
        if self._words is not None:
            self.untie_asked.emit(self._words.link_id)
