"""Pages look and read as they do in a reader, turned pages too."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from crosstie.schema.records import MediaFacts
from crosstie.storage.media.errors import MediaLocked, MediaUnreadable
from crosstie.storage.media.mupdf import load_mupdf
from crosstie.storage.media.queries import (
    FactsQuery,
    PageAt,
    PagePicture,
    PageSizes,
    PageSizesOf,
    PageWords,
    Words,
)
from crosstie.storage.media.readers import Unlockable
from tests.data import data_file
from tests.storage.media.assets import answer, asset_of, no_report, opened


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


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_each_letter_has_its_place(rotation: int, tmp_path: Path) -> None:
    path = written(tmp_path / "x.pdf", rotation)
    words = answer(asset_of("document", path), PageWords(0))
    assert isinstance(words, Words)
    assert len(words.letters) == len("Hellopage0")
    picture = page_of(path, PageAt(0, 8.0)).pixels[..., 0]
    first = words.words[0]
    around = (first.x, first.y, first.x + first.width, first.y + first.height)
    assert (*words.letters[:5, :2].min(axis=0), *words.letters[:5, 2:].max(axis=0)) == pytest.approx(around)
    for left, top, right, bottom in (words.letters * 8).round().astype(int).tolist():
        assert (picture[top:bottom, left:right] < 128).any()
    middles = (words.letters[:5, :2] + words.letters[:5, 2:]) / 2
    way = np.diff(middles, axis=0)
    along = {0: (0, 1), 90: (1, 1), 180: (0, -1), 270: (1, -1)}[rotation]
    assert (way[:, along[0]] * along[1] > 0).all()


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_field_of_a_form_is_one_word_with_its_value(rotation: int, tmp_path: Path) -> None:
    library = load_mupdf()
    document = library.open()
    page = document.new_page(width=400, height=300)
    page.insert_text((50, 50), "Name", fontsize=12)
    for name, kind, value, box in (
        ("owner", library.PDF_WIDGET_TYPE_TEXT, "Nguyen Van A", (50, 60, 200, 80)),
        ("agreed", library.PDF_WIDGET_TYPE_CHECKBOX, True, (50, 100, 70, 120)),
        ("refused", library.PDF_WIDGET_TYPE_CHECKBOX, False, (90, 100, 110, 120)),
        ("empty", library.PDF_WIDGET_TYPE_TEXT, "", (50, 140, 200, 160)),
    ):
        field = library.Widget()
        field.field_name, field.field_type, field.field_value = name, kind, value
        field.rect = library.Rect(*box)
        page.add_widget(field)
    page.set_rotation(rotation)
    document.save(tmp_path / "form.pdf")
    words = answer(asset_of("document", tmp_path / "form.pdf"), PageWords(0))
    assert isinstance(words, Words)
    found = [(word.text, word.field, word.field_kind) for word in words.words]
    assert found == [
        ("Name", "", ""),
        ("Nguyen Van A", "owner", "Text"),
        ("☑", "agreed", "CheckBox"),
        ("☐", "refused", "CheckBox"),
    ]
    assert len(words.letters) == len("Name")
    owner = words.words[1]
    place = (owner.x, owner.y, owner.width, owner.height)
    assert place == pytest.approx((50, 60, 150, 20) if rotation == 0 else (220, 50, 20, 150), abs=0.1)


@pytest.mark.parametrize(
    ("file", "value", "kind"),
    [
        ("annotation-text-widget.pdf", "Lorem ipsu", "Text"),
        ("annotation-choice-widget.pdf", "Dolor", "ComboBox"),
    ],
)
def test_fields_of_real_forms_are_read(file: str, value: str, kind: str) -> None:
    words = answer(asset_of("document", data_file(f"documents/pdfjs/{file}")), PageWords(0))
    assert isinstance(words, Words)
    assert (value, kind) in [(word.text, word.field_kind) for word in words.words]


def test_right_to_left_is_read_in_the_order_of_its_letters(tmp_path: Path) -> None:
    document = load_mupdf().open()
    page = document.new_page(width=400, height=300)
    page.insert_htmlbox((20, 20, 380, 120), '<p dir="rtl" style="font-size:20px">שלום עולם 123</p>')
    document.save(tmp_path / "rtl.pdf")
    words = answer(asset_of("document", tmp_path / "rtl.pdf"), PageWords(0))
    assert isinstance(words, Words)
    assert [word.text for word in words.words] == ["שלום", "עולם", "123"]
    assert (np.diff(words.letters[:8, 0]) < 0).all()
    assert (np.diff(words.letters[8:, 0]) > 0).all()


def test_a_column_is_read_from_top_to_bottom() -> None:
    words = answer(asset_of("document", data_file("documents/pdfjs/vertical.pdf")), PageWords(0))
    assert isinstance(words, Words)
    assert "".join(word.text for word in words.words[:5]) == "あいうえお"
    assert (np.diff(words.letters[:5, 1]) > 0).all()
    assert np.ptp(words.letters[:5, 0]) < 1


def test_a_glyph_without_a_letter_is_none() -> None:
    words = answer(asset_of("document", data_file("documents/pdfjs/TAMReview.pdf")), PageWords(1))
    assert isinstance(words, Words)
    text = "".join(word.text for word in words.words)
    assert "\ufffd" in text
    assert all(letter.isprintable() or letter == "\ufffd" for letter in text)


def test_pages_tell_their_sizes_a_damaged_one_has_none(tmp_path: Path) -> None:
    path = written(tmp_path / "x.pdf", rotation=90)
    sizes = answer(asset_of("document", path), PageSizesOf(1, 99))
    assert isinstance(sizes, PageSizes)
    assert (sizes.first_page, sizes.sizes, sizes.page_count) == (1, ((300.0, 200.0),), 2)


def test_a_tiff_of_several_pages_is_a_document_of_several_pages(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    pages = [np.full((300, 200), 255, np.uint8) for _ in range(3)]
    for number, pixels in enumerate(pages):
        pixels[50:80, 20 : 60 + 40 * number] = 0
    assert cv2.imwritemulti(str(path), pages)
    asset = asset_of("document", path)
    assert answer(asset, FactsQuery()) == MediaFacts(page_count=3, codec="tif")
    dark = []
    for number in range(3):
        picture = answer(asset, PageAt(number, 1.0))
        assert isinstance(picture, PagePicture)
        dark.append(int((picture.pixels[..., 0] < 128).sum()))
    assert dark[0] < dark[1] < dark[2]
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MediaUnreadable, match=r"^fax\.tif: is no readable document"):
        answer(asset_of("document", path), FactsQuery())


def test_a_protected_file_opens_with_its_password_alone(tmp_path: Path) -> None:
    asset = asset_of("document", written(tmp_path / "x.pdf", password="secret"))
    assert answer(asset, FactsQuery()) == MediaFacts(page_count=0, codec="pdf")
    with opened(asset) as reader:
        assert isinstance(reader, Unlockable)
        with pytest.raises(MediaLocked, match=r"^x\.pdf: is protected by a password"):
            reader.answer(PageWords(0), no_report)
        with pytest.raises(MediaLocked, match=r"^x\.pdf: this password does not open it"):
            reader.unlock("Secret")
        reader.unlock("secret")
        words = reader.answer(PageWords(1), no_report)
        assert isinstance(words, Words)
        assert [word.text for word in words.words] == ["Hello", "page1"]
        assert reader.answer(FactsQuery(), no_report) == MediaFacts(page_count=2, codec="pdf")


def test_a_tile_is_the_same_part_of_the_whole_page(tmp_path: Path) -> None:
    path = written(tmp_path / "x.pdf")
    whole = page_of(path, PageAt(0, 4.0)).pixels
    tile = page_of(path, PageAt(0, 4.0, (20.0, 20.0, 60.0, 50.0))).pixels
    assert (tile[..., 0] < 128).any()
    assert np.abs(whole[80:200, 80:240].astype(int) - tile).max() <= 2


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
        ("ArabicCIDTrueType.pdf", 1, "اﻧﻮاع"),
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
