"""The application's style sheet, made from the theme's tokens."""

from string import Template
from typing import Final

import msgspec
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from crosstie.viewers.theme import BODY_PX, SMALL_PX, Theme

_FAMILIES: Final = (
    "Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Noto Sans Thai", "Noto Sans Khmer", "Noto Sans CJK SC",
    "Noto Sans CJK JP", "Noto Sans Arabic", "Noto Naskh Arabic", "DejaVu Sans", "sans-serif",
)  # fmt: skip

_SHEET: Final = Template("""
* { font-size: ${body}px; }
QMainWindow, QDialog, QWidget#bench { background: $ground; }
QMainWindow::separator { background: $ground; width: 4px; height: 4px; }
QMainWindow::separator:hover { background: $accent; }
QWidget { color: $text; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }

QWidget[role="top"] { background: $panel; border-bottom: 1px solid $line; }
QMenuBar { background: transparent; padding: 2px 6px; }
QMenuBar::item { padding: 5px 9px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $raised; }
QMenu { background: $panel; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 5px 28px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: $chosen; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QStatusBar { background: $panel; border-top: 1px solid $line; color: $quiet; }
QStatusBar::item { border: none; }
QDockWidget { border: none; }
QWidget[role="rail"] { background: $panel; }
QFrame[role="review"] { background: $panel; border-bottom: 1px solid $line; }
QToolButton[role="key"] { padding: 1px 6px; font-size: ${small}px; }
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: 8px; }

QWidget[role="pane_header"] { background: $panel; border-bottom: 1px solid $line;
    border-top-left-radius: 6px; border-top-right-radius: 6px; }
QWidget[role="pane_header"][current="true"] { border-bottom: 1px solid $accent; }
QWidget[role="pane_header"] QToolButton { background: transparent; border: 1px solid transparent; }
QWidget[role="pane_header"] QToolButton:hover { border-color: $line; }

QLabel { background: transparent; }
QLabel[role="name"] { font-weight: 600; }
QLabel[role="kind"], QLabel[role="quiet"], QLabel[role="detail"] { color: $quiet; font-size: ${small}px; }
QLabel[role="small"] { font-size: ${small}px; }
QLabel[role="detail"][state="failed"] { color: $bad; }
QLabel[role="section"] { color: $quiet; font-size: ${small}px; font-weight: 700; }
QLabel[role="title"] { font-size: 15px; font-weight: 600; }
QLabel[role="key"] { color: $text; font-size: ${small}px; border: 1px solid $line; border-radius: 4px;
    background: $raised; padding: 1px 5px; }
QLabel[role="mode"] { background: $accent; color: $on_accent; border-radius: 4px; padding: 1px 8px;
    font-weight: 600; }
QLabel[level="warn"] { color: $warn; }
QLabel[level="bad"] { color: $bad; }
QLabel[level="info"] { color: $text; }

QToolButton, QPushButton { background: $raised; border: 1px solid $line; border-radius: 5px;
    padding: 3px 9px; }
QToolButton { padding: 2px; }
QToolButton[role="wide"] { padding: 3px 9px; }
QToolButton:hover, QPushButton:hover { border-color: $quiet; }
QToolButton:pressed, QPushButton:pressed { background: $line; }
QToolButton:checked { background: $accent; color: $on_accent; }
QToolButton:disabled, QPushButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="flat"], QPushButton[role="flat"], QPushButton[role="row"] { background: transparent;
    border: 1px solid transparent; }
QToolButton[role="flat"]:hover, QPushButton[role="flat"]:hover, QPushButton[role="row"]:hover {
    background: $raised; border-color: transparent; }
QToolButton[role="flat"]:checked { background: $accent; }
QPushButton[role="row"] { text-align: left; padding: 3px 5px; }
QPushButton#inspector_entity { text-align: left; }
QPushButton[said="no"] { color: $quiet; }
QPushButton:focus, QToolButton:focus, QPushButton[role="row"]:focus, QToolButton[role="flat"]:focus {
    border: 1px solid $accent; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit { background: $raised; border: 1px solid $line;
    border-radius: 5px; padding: 2px 7px; min-height: 20px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit:hover, QComboBox:hover { border-color: $quiet; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus { border: 1px solid $accent; }
QLineEdit[level="bad"] { border-color: $bad; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: $quiet;
    border-color: transparent; }
QLineEdit:read-only { background: transparent; border-color: transparent; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; outline: 0; padding: 3px;
    selection-background-color: $chosen; selection-color: $text; }
QCheckBox { spacing: 7px; background: transparent; }
QCheckBox::indicator:unchecked { width: 12px; height: 12px; border: 1px solid $quiet; border-radius: 3px; }

QListView, QTreeView, QTableView { background: $panel; border: 1px solid transparent; outline: 0;
    alternate-background-color: $raised; }
QListView:focus, QTreeView:focus, QTableView:focus { border: 1px solid $accent; border-radius: 4px; }
QListView::item, QTreeView::item { padding: 4px 6px; border-radius: 4px; }
QListView::item:hover, QTreeView::item:hover, QTableView::item:hover { background: $raised; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected { background: $chosen;
    color: $text; }
QHeaderView, QTableCornerButton::section { background: $panel; border: none; }
QHeaderView::section { background: $panel; color: $quiet; border: none; border-bottom: 1px solid $line;
    padding: 5px 4px; font-size: ${small}px; }

QScrollArea { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 1px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabBar { background: $ground; }
QTabBar#side_tabs { background: $panel; }
QTabBar::tab { background: transparent; color: $quiet; padding: 4px 10px; border-radius: 5px; }
QTabBar::tab:selected { background: $raised; color: $text; }
QSplitter::handle { background: $line; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: $raised; border: none; border-radius: 3px; height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
""")


def style_sheet(theme: Theme) -> str:
    """The whole style sheet for a theme."""
    tokens = {key: str(value) for key, value in msgspec.structs.asdict(theme).items()}
    return _SHEET.substitute(tokens, body=str(BODY_PX), small=str(SMALL_PX))


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Gives the application its font, palette and style sheet."""
    font = QFont()
    font.setFamilies(list(_FAMILIES))
    font.setPixelSize(BODY_PX)
    font.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(font)
    app.setStyle("Fusion")
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    tokens = {
        role.Window: "ground",
        role.WindowText: "text",
        role.Base: "panel",
        role.AlternateBase: "raised",
        role.Text: "text",
        role.Button: "raised",
        role.ButtonText: "text",
        role.Highlight: "chosen",
        role.HighlightedText: "text",
        role.ToolTipBase: "raised",
        role.ToolTipText: "text",
        role.PlaceholderText: "quiet",
        role.Link: "accent",
        role.Accent: "accent",
        role.Mid: "line",
    }
    for where, token in tokens.items():
        palette.setColor(where, theme.color(token))
    for where in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, theme.color("faint"))
    return palette
