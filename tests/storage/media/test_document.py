"""Pages look and read as they do in a reader, turned pages too."""

from pathlib import Path

import numpy as np
import pytest

from crosstie.schema.records import MediaFacts
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.mupdf import load_mupdf
from crosstie.storage.media.queries import FactsQuery, PageAt, PagePicture, PageWords, Words
from tests.data import data_file
from tests.storage.media.assets import answer, asset_of


def written(path: Path, rotation: int = 0, crop: tuple[float, ...] = (), password: str = "") -> Path:
    library = load_mupdf()
    document = library.open()
    for number in range(2):
        page = document.new_page(width=200, height=300)
        page.insert_text((20, 40), f"Hello page{number}", fontsize=14)
        if crop:
            page.set_cropbox(library.Rect(*crop))
        page.set_rotation(rotation)
    if password:
        document.save(path, encryption=library.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw=password)
    else:
        document.save(path)
    document.close()
    return path


def page_of(path: Path, query: PageAt) -> PagePicture:
    picture = answer(asset_of("document", path), query)
    assert isinstance(picture, PagePicture)
    return picture


@pytest.mark.parametrize("crop", [(), (10.0, 10.0, 180.0, 250.0)])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_stand_where_their_ink_is(rotation: int, crop: tuple[float, ...], tmp_path: Path) -> None:
    path = written(tmp_path / "x.pdf", rotation, crop)
    picture = page_of(path, PageAt(0, 2.0))
    words = answer(asset_of("document", path), PageWords(0))
    assert isinstance(words, Words)
    assert [word.text for word in words.words] == ["Hello", "page0"]
    ys, xs = np.nonzero(picture.pixels[..., 0] < 128)
    left, top = min(word.x for word in words.words) * 2, min(word.y for word in words.words) * 2
    right = max(word.x + word.width for word in words.words) * 2
    bottom = max(word.y + word.height for word in words.words) * 2
    assert left - 2 <= xs.min() <= xs.max() <= right + 2
    assert top - 2 <= ys.min() <= ys.max() <= bottom + 2
    assert (xs.max() - xs.min()) * (ys.max() - ys.min()) > 0.3 * (right - left) * (bottom - top)


def test_size_scale_and_part_of_a_page(tmp_path: Path) -> None:
    path = written(tmp_path / "x.pdf")
    whole = page_of(path, PageAt(1, 3.0))
    assert (whole.page_width_pt, whole.page_height_pt) == (200, 300)
    assert whole.pixels.shape == (900, 600, 4)
    assert (whole.pixels[..., 3] == 255).all()
    part = page_of(path, PageAt(1, 3.0, (10.5, 20.2, 90.1, 60.9)))
    top, left = int(20.2 * 3), int(10.5 * 3)
    height, width = part.pixels.shape[:2]
    assert (height, width) == (183 - top, 271 - left)
    same = whole.pixels[top : top + height, left : left + width] == part.pixels
    assert same.mean() > 0.99


def test_several_page_images_are_the_pages_of_one_document() -> None:
    scans = [data_file(f"documents/easyocr_signs_a/{name}") for name in ("chinese.jpg", "thai.jpg")]
    asset = asset_of("document", *scans)
    assert answer(asset, FactsQuery()) == MediaFacts(page_count=2, codec="jpg")
    second = answer(asset, PageAt(1, 1.0))
    assert isinstance(second, PagePicture)
    assert second.pixels.shape == (800, 600, 4)
    assert answer(asset, PageWords(1)) is not None


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (PageAt(2, 1.0), "x.pdf: has no page 3; there are 2"),
        (PageAt(0, 0.0), "part to be drawn is empty"),
        (PageAt(0, 1e4), "too large to be drawn"),
        (PageAt(0, 1.0, (900, 900, 950, 950)), "outside the page"),
    ],
)
def test_what_cannot_be_drawn_is_said(query: PageAt, reason: str, tmp_path: Path) -> None:
    with pytest.raises(MediaUnreadable, match=reason):
        page_of(written(tmp_path / "x.pdf"), query)


def test_protected_and_broken_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaUnreadable, match=r"^x\.pdf: is protected by a password"):
        page_of(written(tmp_path / "x.pdf", password="secret"), PageAt(0, 1.0))
    whole = written(tmp_path / "y.pdf").read_bytes()
    (tmp_path / "y.pdf").write_bytes(whole[: len(whole) * 3 // 4])
    with pytest.raises(MediaUnreadable, match=r"^y\.pdf: .*(cut off|no page)"):
        page_of(tmp_path / "y.pdf", PageAt(0, 1.0))
    (tmp_path / "z.pdf").write_bytes(b"nothing of the kind")
    with pytest.raises(MediaUnreadable, match=r"^z\.pdf: is no readable document"):
        page_of(tmp_path / "z.pdf", PageAt(0, 1.0))


@pytest.mark.parametrize(
    ("name", "pages", "said"),
    [
        ("issue13211.pdf", 1, "มงคลพิทักษ์สุข)"),
        ("issue15340.pdf", 1, "たせたもの）と検知機"),
        ("issue12823.pdf", 1, "愿景"),
        ("ArabicCIDTrueType.pdf", 1, "اع"),
        ("160F-2019.pdf", 1, "national"),
        ("TAMReview.pdf", 23, "Information"),
        ("issue7229.pdf", 2, ""),
    ],
)
def test_real_documents(name: str, pages: int, said: str) -> None:
    (path,) = data_file("documents/pdfjs").rglob(name)
    asset = asset_of("document", path)
    assert answer(asset, FactsQuery()) == MediaFacts(page_count=pages, codec="pdf")
    words = answer(asset, PageWords(0))
    assert isinstance(words, Words)
    assert said == "" or said in [word.text for word in words.words]
    picture = page_of(path, PageAt(0, 1.0))
    assert (picture.pixels[..., :3].min(axis=2) < 200).mean() > 0.001
