"""The words under a rectangle, in scripts with spaces and without."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.storage.media.queries import PageWords, Word, Words
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.document.words import PageText, bounds_of_word, text_of
from tests.data import data_file
from tests.storage.media.assets import answer, asset_of

PAGE = Bounds(0, 0, 5000, 5000)


def line(*texts: str, y: float = 100.0, gap: float = 3.0, height: float = 10.0) -> list[Word]:
    """Words side by side from the left, each letter half as wide as it is high."""
    words, x = [], 50.0
    for text in texts:
        width = height / 2 * len(text)
        words.append(Word(text, x, y, width, height))
        x += width + gap
    return words


def text(words: list[Word]) -> PageText:
    """Words whose letters are all equally wide; from top to bottom where a word is higher than wide."""
    boxes = []
    for word in words:
        upright = word.height > word.width
        length = (word.height if upright else word.width) / len(word.text)
        for place in range(len(word.text)):
            x, y = (word.x, word.y + place * length) if upright else (word.x + place * length, word.y)
            boxes.append(
                (x, y, x + (word.width if upright else length), y + (length if upright else word.height))
            )
    return PageText(words, np.array(boxes, np.float32).reshape(-1, 4))


def test_words_of_a_line_are_joined_by_spaces_and_lines_by_breaks() -> None:
    page = [*line("white", "truck"), *line("51D-482.19", y=120)]
    assert text_of(text(page).covered(PAGE)) == "white truck\n51D-482.19"


def test_only_what_lies_inside_by_half_is_taken() -> None:
    page = line("plate", "51D-482.19", "speed")
    second = bounds_of_word(page[1])
    middle = Bounds(second.left - 1, 90, second.left + second.width * 0.68, 115)
    assert text_of(text(page).covered(middle)) == "51D-482"
    assert text_of(text(page).covered(second)) == "51D-482.19"
    assert text(page).covered(Bounds(0, 90, 500, 104)) == ()
    assert text(page).covered(Bounds(0, 0, 20, 20)) == ()


def test_of_a_line_without_spaces_the_letters_are_taken_one_by_one() -> None:
    page = [Word("車両登録番号", 100, 50, 60, 10)]
    (taken,) = text(page).covered(Bounds(118, 45, 141, 65))
    assert taken.text == "登録"
    assert taken.bounds == Bounds(120, 50, 140, 60)


def test_upright_text_is_cut_from_top_to_bottom() -> None:
    page = [Word("車両登録", 100, 50, 10, 40)]
    (taken,) = text(page).covered(Bounds(95, 58, 115, 82))
    assert (taken.text, taken.bounds) == ("両登", Bounds(100, 60, 110, 80))


@given(st.floats(0, 70), st.floats(0, 70))
def test_what_is_cut_out_lies_in_the_word_and_is_part_of_it(first: float, second: float) -> None:
    page = [Word("車両登録番号", 5, 50, 60, 10)]
    for taken in text(page).covered(Bounds(min(first, second), 40, max(first, second), 70)):
        assert taken.text in page[0].text
        assert taken.bounds.within(bounds_of_word(page[0])) == taken.bounds
        assert taken.bounds.width == pytest.approx(10 * len(taken.text))


def test_pieces_that_touch_are_one_word() -> None:
    page = line("ا", "نو", "اع", gap=0.0)
    assert text_of(text(page).covered(PAGE)) == "انواع"


def test_a_line_that_runs_to_the_left_keeps_its_order() -> None:
    page = [Word("انواع", 200, 50, 40, 20), Word("الخطوط", 140, 50, 50, 20)]
    assert text_of(text(page).covered(PAGE)) == "انواع الخطوط"


def test_arabic_letters_are_given_as_letters() -> None:
    page = [Word("ﻟﻌﺮﺑﻴﺔ", 0, 0, 50, 20)]
    assert text_of(text(page).covered(PAGE)) == "لعربية"


def test_the_word_at_a_point_is_whole() -> None:
    page = [*line("ab", "cd", gap=0.0), *line("ef", y=130)]
    found = text(page).word_at(52, 105)
    assert found is not None
    assert (found.text, found.bounds) == ("abcd", Bounds(50, 100, 70, 110))
    assert text(page).word_at(500, 500) is None


def test_a_mark_goes_with_its_letter_whatever_room_it_takes() -> None:
    boxes = np.array([(0, 0, 5, 10), (0, 0, 0, 10), (5, 0, 10, 10), (2, 0, 9, 10)], np.float32)
    page = PageText([Word("กิกุ", 0, 0, 10, 10)], boxes)
    assert [one.text for one in page.covered(Bounds(0, 0, 5, 10))] == ["กิ"]
    assert [one.text for one in page.covered(Bounds(5, 0, 10, 10))] == ["กุ"]


def test_a_field_is_taken_whole_and_is_no_part_of_the_word_beside_it() -> None:
    words = [Word("No.", 0, 0, 15, 10), Word("51D-482", 15, 0, 100, 10, "plate", "Text")]
    boxes = np.array([(0, 0, 5, 10), (5, 0, 10, 10), (10, 0, 15, 10)], np.float32)
    page = PageText(words, boxes)
    assert [one.text for one in page.covered(Bounds(13, 0, 70, 10))] == ["51D-482"]
    assert page.covered(Bounds(20, 0, 60, 10)) == ()
    at = page.word_at(16, 5)
    assert at is not None
    assert (at.text, at.field) == ("51D-482", "plate")


def test_letters_that_are_drawn_as_one_are_given_one_by_one() -> None:
    assert text_of(text([Word("oﬃce", 0, 0, 40, 10)]).covered(PAGE)) == "office"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("ArabicCIDTrueType.pdf", "انواع الخطوط العربية"),
        ("vertical.pdf", "あいうえお\n日本語"),
        ("issue16538.pdf", "標準マーケットモデルは2次元で説明する."),
        ("issue13211.pdf", "คือเวกเตอร์ในข้อใดต่อไปนี้"),
        ("XiaoBiaoSong.pdf", "关于红军作战的原则"),
        ("160F-2019.pdf", "d'identification national"),
    ],
)
def test_real_pages_give_their_words_in_order(file: str, text: str) -> None:
    words = answer(asset_of("document", data_file(f"documents/pdfjs/{file}")), PageWords(0))
    assert isinstance(words, Words)
    assert text in text_of(PageText.of(words).covered(PAGE))
