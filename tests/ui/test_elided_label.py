"""Labels whose words change all the time."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from crosstie.app.plain import ElidedLabel


class Layouts(QObject):
    """Counts how often a widget lays out what is in it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def shown(qtbot: QtBot, label: QLabel) -> tuple[QWidget, Layouts]:
    room = QWidget()
    qtbot.addWidget(room)
    row = QHBoxLayout(room)
    row.addWidget(label)
    room.resize(300, 40)
    room.show()
    qtbot.waitExposed(room)
    QApplication.processEvents()
    return room, Layouts(room)


def test_new_words_lay_nothing_out_where_the_room_is_given(qtbot: QtBot) -> None:
    label = ElidedLabel("00:01.000")
    _room, layouts = shown(qtbot, label)
    for number in range(5):
        label.setText(f"00:01.{number:03} · frame {number}")
    # A request to lay out is posted, and comes before what is posted now.
    QApplication.sendPostedEvents()
    assert layouts.count == 0
    assert label.text() == label.accessibleName() == label.shown_text() == "00:01.004 · frame 4"


def test_a_label_as_wide_as_its_words_grows_with_them(qtbot: QtBot) -> None:
    label = ElidedLabel("cam")
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    _room, _ = shown(qtbot, label)
    before = label.width()
    label.setText("camera at the front, on the left")
    qtbot.wait_until(lambda: label.width() > before)
    assert label.shown_text() == "camera at the front, on the left"


def test_what_does_not_fit_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    label = ElidedLabel()
    room, _ = shown(qtbot, label)
    label.setText("ช่องสัญญาณ " * 20)
    room.resize(120, 40)
    qtbot.wait_until(lambda: label.shown_text().endswith("…"))
    assert label.text() == "ช่องสัญญาณ " * 20
