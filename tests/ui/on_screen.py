"""All that the open window says, and all in it that takes a hand, found by walking its widgets."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollBar,
    QTabBar,
    QWidget,
)

from crosstie.viewers.pane import Pane

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.UserRole + 1,
    Qt.ItemDataRole.UserRole + 3,
)
_WORKED_BY_HAND = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    QAbstractSlider,
    QTabBar,
    QMenuBar,
    Pane,
)


def widgets() -> Iterator[QWidget]:
    """Every widget of every window on the screen, hidden ones left out."""
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            yield window
            yield from (one for one in window.findChildren(QWidget) if one.isVisible())


def spoken(*, actions: bool = True) -> set[str]:
    """All texts: of labels, buttons, tooltips, placeholders, lists, tabs, and with `actions` of menus."""
    found: set[str] = set()
    for widget in widgets():
        found |= {widget.toolTip(), widget.accessibleName(), widget.windowTitle(), widget.statusTip()}
        found |= set(_own_words(widget))
        for one in (widget, *widget.findChildren(QMenu)) if actions else ():
            found |= {text for action in one.actions() for text in _of_action(action)}
    return found - {""}


def unnamed() -> list[str]:
    """What takes a hand or the keyboard and lacks an object name or an accessible name, told by its place."""
    return [
        f"{_place(one)}: objectName {one.objectName()!r}, accessibleName {one.accessibleName()!r}"
        for one in widgets()
        if _takes_a_hand(one) and not (one.objectName() and one.accessibleName())
    ]


def _own_words(widget: QWidget) -> Iterator[str]:
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(place) for place in range(widget.count()))
        case QAbstractItemView() if widget.model() is not None:
            yield from _of_model(widget.model())
        case QTabBar():
            yield from (widget.tabText(place) for place in range(widget.count()))
        case _:
            return


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(min(model.rowCount(), 400)):
        for column in range(columns):
            index: QModelIndex = model.index(row, column)
            yield from (str(index.data(role)) for role in _ROLES if index.data(role))
    if isinstance(model, QSortFilterProxyModel):
        heads = (model.headerData(one, Qt.Orientation.Horizontal) for one in range(columns))
        yield from map(str, heads)


def _of_action(action: QAction) -> tuple[str, str]:
    return action.text(), action.toolTip()


def _takes_a_hand(widget: QWidget) -> bool:
    focusable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
    if not isinstance(widget, _WORKED_BY_HAND) and not focusable:
        return False
    return not _is_qts_own(widget)


def _is_qts_own(widget: QWidget) -> bool:
    """Parts that Qt makes for its own widgets: they are told of as part of those."""
    parent = widget.parentWidget()
    inside = isinstance(parent, QAbstractItemView | QComboBox | QAbstractSpinBox | QTabBar)
    return (
        widget.objectName().startswith("qt_")
        or isinstance(widget, QScrollBar | QMenu | QDockWidget)
        or inside
        or (widget.isWindow() and isinstance(parent, QComboBox))
    )


def _place(widget: QWidget) -> str:
    names = []
    at: QWidget | None = widget
    while at is not None:
        names.append(f"{type(at).__name__}#{at.objectName()}")
        at = at.parentWidget()
    return " in ".join(names[:4])
