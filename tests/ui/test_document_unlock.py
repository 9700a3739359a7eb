"""A protected document asks for its password in its pane, and is a document like any other then."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import PageRegion
from crosstie.storage.media.mupdf import load_mupdf
from tests.ui.document_bench import DocumentBench as Bench
from tests.ui.document_bench import opened_document


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    library = load_mupdf()
    document = library.open()
    for number in range(3):
        page = document.new_page(width=400, height=300)
        page.insert_text((60, 100), f"secret page{number + 1}", fontsize=12)
    path = tmp_path / "closed.pdf"
    document.save(path, encryption=library.PDF_ENCRYPT_AES_256, user_pw="open sesame", owner_pw="owner")
    with opened_document(qtbot, tmp_path, path, "closed") as made:
        yield made


def field(bench: Bench) -> QLineEdit:
    found = bench.pane.findChild(QLineEdit, "password_closed")
    assert found
    return found


def said(bench: Bench) -> str:
    found = bench.pane.findChild(QLabel, "unlock_title_closed")
    assert found
    return found.text()


def give(bench: Bench, password: str) -> None:
    QTest.keyClicks(field(bench), password)
    QTest.keyClick(field(bench), Qt.Key.Key_Return)


def test_a_protected_document_opens_with_its_password_alone(qtbot: QtBot, bench: Bench) -> None:
    assert bench.pane.status == "failed"
    assert field(bench).isVisible()
    assert field(bench).echoMode() == QLineEdit.EchoMode.Password
    assert said(bench) == "closed.pdf: is protected by a password"
    give(bench, "sesame")
    qtbot.waitUntil(lambda: said(bench) == "closed.pdf: this password does not open it")
    assert field(bench).text() == ""
    assert field(bench).isEnabled()
    give(bench, "open sesame")
    qtbot.waitUntil(lambda: bench.pane.status == "ready" and bench.pane.has_words, timeout=10_000)
    bench.settle()
    assert not field(bench).isVisible()
    assert field(bench).text() == ""
    assert bench.pane.detail == "p. 1/3"
    bench.drag((55, 85), (140, 110))
    region = bench.only().anchor
    assert isinstance(region, PageRegion)
    assert region.text == "secret page1"
    bench.pane.go_to_page(2)
    bench.settle()
    assert bench.pane.detail == "p. 3/3"


def test_the_button_opens_as_well_and_nothing_opens_nothing(qtbot: QtBot, bench: Bench) -> None:
    button = bench.pane.findChild(QPushButton, "unlock_button_closed")
    assert button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field(bench).isEnabled()
    QTest.keyClicks(field(bench), "open sesame")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bench.pane.status == "ready", timeout=10_000)


def test_a_password_is_written_nowhere(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    give(bench, "open sesame")
    qtbot.waitUntil(lambda: bench.pane.status == "ready", timeout=10_000)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if b"open sesame" in path.read_bytes()]


def test_what_was_opened_once_opens_again_until_the_program_ends(
    qtbot: QtBot, bench: Bench, tmp_path: Path
) -> None:
    give(bench, "open sesame")
    qtbot.waitUntil(lambda: bench.pane.status == "ready", timeout=10_000)
    # The same content in another place, as in another sample.
    copy = tmp_path / "copy.pdf"
    copy.write_bytes((tmp_path / "closed.pdf").read_bytes())
    with opened_document(qtbot, tmp_path, copy, "copy") as again:
        assert again.pane.status == "ready"
        assert again.pane.detail == "p. 1/3"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if b"open sesame" in path.read_bytes()]


def test_a_wrong_password_is_not_kept(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    give(bench, "sesame")
    qtbot.waitUntil(lambda: said(bench) == "closed.pdf: this password does not open it")
    with opened_document(qtbot, tmp_path, tmp_path / "closed.pdf", "again") as again:
        assert again.pane.status == "failed"
        label = again.pane.findChild(QLabel, "unlock_title_again")
        assert label
        assert label.text() == "closed.pdf: is protected by a password"
