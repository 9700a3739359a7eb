"""PySide6 6.12 on Python 3.11 takes a reference from None at each void call, until the process aborts."""

import subprocess
import sys

PAINT = """
import sys
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
application = QGuiApplication([])
image, tile = QImage(64, 64, QImage.Format.Format_RGB32), QImage(4, 4, QImage.Format.Format_RGB32)
painter = QPainter(image)
before = sys.getrefcount(None)
for _ in range(100_000):
    painter.drawImage(QPoint(1, 1), tile)
    painter.drawLine(0, 0, 5, 5)
    painter.setPen(Qt.GlobalColor.red)
painter.end()
print(sys.getrefcount(None) - before)
"""


def test_300_000_paint_calls_keep_every_reference_to_none() -> None:
    painted = subprocess.run([sys.executable, "-c", PAINT], capture_output=True, text=True, check=False)
    assert painted.returncode == 0, painted.stderr
    assert abs(int(painted.stdout)) < 1000
