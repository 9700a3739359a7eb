"""Words are found in every script, and plates and numbers however they are written."""

import pytest

from crosstie.app.prelabelling.plain_words import (
    Vocabulary,
    code_of,
    codes_in,
    ordinals_in,
    pieces,
    plain,
)


@pytest.mark.parametrize(
    ("word", "text", "stands"),
    [
        ("truck", "Two TRUCKS ahead", True),
        ("car", "the cart and the scar", False),
        ("bus", "the buses stop", True),
        ("トラック", "白いトラックが曲がる", True),
        ("รถบรรทุก", "มีรถบรรทุกสีขาว", True),
        ("ឡាន", "មានឡានក្រហម", True),
        ("트럭", "하얀 트럭이 돌아요", True),
        ("شاحنة", "أمامنا الشاحنة البيضاء", True),
        ("tải", "chiếc xe tải trắng", True),
        ("ﾄﾗｯｸ", "トラック", True),
        ("ट्रक", "सफेद ट्रक मुड़ रहा है", True),
        ("红", "红色的车", True),
    ],
)
def test_a_word_is_found_where_it_stands_by_itself(word: str, text: str, stands: bool) -> None:
    assert bool(Vocabulary([plain(word)]).find(text)) == stands


def test_the_longest_word_is_taken_where_nothing_parts_them() -> None:
    assert Vocabulary(["รถ", "รถบรรทุก"]).find("รถบรรทุก") == ["รถบรรทุก"]
    assert Vocabulary(["รถ", "รถบรรทุก"]).find("รถสีแดง") == ["รถ"]


def test_a_decomposed_letter_and_a_composed_one_are_the_same() -> None:
    assert Vocabulary(pieces("tải")).find("xe ta\u0309i") == ["tải"]


@pytest.mark.parametrize("said", ["V-01", "v1", "Ｖ－０１", "V 01", "V٠١"])
def test_a_number_is_the_same_however_it_is_written(said: str) -> None:
    assert "v1" in codes_in(f"the {said} ahead")


def test_plates_are_told_apart_from_words() -> None:
    assert code_of("43-F1 906.44") == "43f190644"
    assert "43f190644" in codes_in("plate 43-F1 906.44, orange")
    assert code_of("truck") == ""
    assert codes_in("no number here") == set()


@pytest.mark.parametrize(
    "said", ["the second car", "xe thứ hai", "คันที่สอง", "第二辆车", "二番目の車", "두 번째 차"]
)
def test_counting_words_count(said: str) -> None:
    assert ordinals_in(said) == {2}


def test_nothing_is_found_with_no_words_to_look_for() -> None:
    assert Vocabulary([]).find("anything") == []
    assert Vocabulary(["x"]).find("") == []
