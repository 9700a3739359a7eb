"""A protected document among others: the sample is added, and who adds it is told."""

from pathlib import Path

import pytest

from crosstie.storage.media.mupdf import load_mupdf
from tests.app.command import SCHEMA, Commands, manifest_of
from tests.storage.small_files import write_png


def test_a_protected_document_is_added_and_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    crosstie, library = Commands(capsys), load_mupdf()
    write_png(tmp_path / "a.png")
    document = library.open()
    document.new_page()
    document.save(tmp_path / "open.pdf")
    document.save(
        tmp_path / "closed.pdf", encryption=library.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="secret"
    )
    manifest = manifest_of(
        tmp_path / "m.jsonl",
        ("photo", "image", tmp_path / "a.png"),
        ("paper", "document", tmp_path / "open.pdf"),
        ("report", "document", tmp_path / "closed.pdf"),
    )
    crosstie("new", tmp_path / "p", "--schema", SCHEMA)
    told = crosstie("add", tmp_path / "p", manifest)
    assert (told.code, told.err) == (0, "")
    assert "Added 1 sample to" in told.out
    named = next(line for line in told.out.splitlines() if "password" in line)
    assert named.endswith("/report.")
    assert "paper" not in named
