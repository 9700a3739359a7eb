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
QMenu::item { padding: 5px 28px 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QStatusBar { background: $panel; border-top: 1px solid $line; color: $quiet; }
QStatusBar::item { border: none; }
QDockWidget { border: none; }
QWidget[role="pane_header"] { background: $panel; border-bottom: 1px solid $line;
    border-top-left-radius: 6px; border-top-right-radius: 6px; }
QWidget[role="pane_header"][current="true"] { border-bottom: 1px solid $accent; }
QWidget[role="rail"] { background: $panel; }
QLabel { background: transparent; }
QLabel[role="name"] { font-weight: 600; }
QLabel[role="kind"], QLabel[role="quiet"], QLabel[role="detail"] { color: $quiet; font-size: ${small}px; }
QLabel[role="detail"][state="failed"] { color: $bad; }
QLabel[role="section"] { color: $quiet; font-size: ${small}px; font-weight: 700; }
QLabel[role="title"] { font-size: 15px; font-weight: 600; }
QLabel[level="warn"] { color: $warn; }
QLabel[level="bad"] { color: $bad; }
QLabel[level="info"] { color: $text; }
QToolButton, QPushButton { background: $raised; border: 1px solid $line; border-radius: 5px;
    padding: 3px 9px; }
QToolButton { padding: 2px; }
QToolButton[role="flat"], QPushButton[role="flat"] { background: transparent; border: 1px solid transparent; }
QToolButton:hover, QPushButton:hover { border-color: $accent; }
QToolButton:pressed, QPushButton:pressed { background: $line; }
QToolButton:checked { background: $accent; color: $on_accent; }
QToolButton:disabled, QPushButton:disabled { color: $quiet; }
QToolButton::menu-indicator { image: none; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent;
    font-weight: 600; }
QWidget[role="pane_header"] QToolButton { background: transparent; border: 1px solid transparent; }
QWidget[role="pane_header"] QToolButton:hover { border-color: $line; }
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit { background: $raised; border: 1px solid $line;
    border-radius: 5px; padding: 3px 7px; min-height: 20px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QListView:focus,
QTreeView:focus, QTableView:focus { border: 1px solid $accent; }
QPushButton:focus, QToolButton:focus { border: 1px solid $accent; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: $quiet; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; outline: 0;
    selection-background-color: $accent; selection-color: $on_accent; }
QCheckBox { spacing: 7px; background: transparent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $quiet; border-radius: 3px;
    background: $raised; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:focus { border-color: $accent; }
QListView, QTreeView, QTableView { background: $panel; border: 1px solid transparent; outline: 0;
    alternate-background-color: $raised; }
QListView::item, QTreeView::item { padding: 4px 6px; border-radius: 4px; }
QListView::item:hover, QTreeView::item:hover { background: $raised; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected { background: $accent;
    color: $on_accent; }
QHeaderView::section { background: $panel; color: $quiet; border: none; border-bottom: 1px solid $line;
    padding: 5px 8px; font-size: ${small}px; }
QScrollArea { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 1px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabBar { background: $ground; }
QTabBar::tab { background: transparent; color: $quiet; padding: 4px 10px; border-radius: 5px; }
QTabBar::tab:selected { background: $raised; color: $text; }
QSplitter::handle { background: $line; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: $raised; border: none; border-radius: 3px; height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: 8px; }
QFrame[role="rule"] { background: $line; max-height: 1px; border: none; }
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
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.ToolTipBase: "raised",
        role.ToolTipText: "text",
        role.PlaceholderText: "quiet",
        role.Link: "accent",
    }
    for where, token in tokens.items():
        palette.setColor(where, theme.color(token))
    return palette
