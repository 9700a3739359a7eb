"""MuPDF's documents, opened and checked; the one place that loads PyMuPDF."""

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from crosstie.storage.media.errors import MediaUnreadable, one_line
from crosstie.storage.media.image_pixels import read_pixels

if TYPE_CHECKING:
    import pymupdf

_STRICT_PICTURES: Final = frozenset({".jpg", ".jpeg", ".png"})
_PDF_END: Final = b"%%EOF"
_PDF_END_WITHIN: Final = 1024


def open_document(path: Path) -> "pymupdf.Document":
    """The open document. Raises MediaUnreadable when it is damaged, cut off or none at all.

    Of one that is protected only `needs_pass` may be looked at, until it is unlocked.
    """
    library = load_mupdf()
    if path.suffix.lower() in _STRICT_PICTURES:
        # MuPDF draws half a picture without a word; OpenCV refuses it.
        read_pixels(path)
    if path.suffix.lower() == ".xml":
        # MuPDF would show the bare words of any XML as one page.
        raise MediaUnreadable(f"{path.name}: is XML, and no document with pages")
    try:
        document: pymupdf.Document = library.open(path)
        if document.needs_pass:
            return document
        if document.is_repaired and not _ends_as_pdf(path):
            raise MediaUnreadable(f"{path.name}: the file is cut off or damaged")
        if document.page_count < 1:
            raise MediaUnreadable(f"{path.name}: holds no page that can be read")
    except (RuntimeError, ValueError, IndexError, library.mupdf.FzErrorBase) as error:
        raise MediaUnreadable(f"{path.name}: is no readable document ({cause(error)})") from error
    return document


def load_mupdf() -> ModuleType:
    """PyMuPDF without the layout model (ONNX) that it loads where it finds it: 0.8 s and 80 MB unused."""
    for unused in ("pymupdf.layout", "pymupdf4llm"):
        sys.modules.setdefault(unused, ModuleType(unused))
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    return pymupdf


def _ends_as_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _PDF_END_WITHIN))
        return _PDF_END in file.read()


def cause(error: Exception) -> str:
    """MuPDF's own words without the path and the code in front of them."""
    text = one_line(error)
    return "unknown or damaged" if text.startswith("Failed to open file") else text.split(": ", 1)[-1]
