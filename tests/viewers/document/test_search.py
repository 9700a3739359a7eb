"""Looking through a document goes round from the page that is shown, and finds every place once."""

from hypothesis import given
from hypothesis import strategies as st

from crosstie.storage.media.queries import FindText, Found, FoundAt
from crosstie.viewers.document.search import PAGES_A_TIME, Search


class Reader:
    """Answers as the decoder does, from how often a text stands on each page."""

    def __init__(self, counts: list[int]) -> None:
        self.counts = counts
        self.asked: list[FindText] = []

    def answer(self, query: FindText) -> Found:
        numbers = range(query.first_page, query.end_page)
        places = [FoundAt(n, 0, float(k), 5, 5) for n in numbers for k in range(self.counts[n])]
        return Found(query.text, query.first_page, query.end_page, tuple(places))


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60), st.data())
def test_every_place_is_found_once_in_the_order_of_the_pages(counts: list[int], data: st.DataObject) -> None:
    reader = Reader(counts)
    search = Search(len(counts), reader.asked.append)
    begins = data.draw(st.integers(0, len(counts) - 1))
    search.begin("van", begins)
    looked: list[int] = []
    while not search.done:
        query = reader.asked[-1]
        assert query.end_page - query.first_page <= PAGES_A_TIME
        looked += range(query.first_page, query.end_page)
        assert search.take(reader.answer(query))
    assert looked == [*range(begins, len(counts)), *range(begins)]
    assert [place.page for place in search.places] == [n for n, k in enumerate(counts) for _ in range(k)]
    behind = [place for place in search.places if place.page >= begins]
    assert search.current == (behind[0] if behind else search.places[0] if search.places else None)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40), st.integers(-1, 1).filter(bool))
def test_stepping_goes_round(counts: list[int], by: int) -> None:
    reader = Reader(counts)
    search = Search(len(counts), reader.asked.append)
    search.begin("van", 0)
    while not search.done:
        search.take(reader.answer(reader.asked[-1]))
    seen = []
    for _ in search.places:
        seen.append(search.place)
        search.step(by)
    assert sorted(seen) == list(range(1, len(search.places) + 1))
    assert search.current == (search.places[0] if search.places else None)


def test_answers_to_another_text_are_not_taken() -> None:
    reader = Reader([1])
    search = Search(1, reader.asked.append)
    search.begin("va", 0)
    late = reader.answer(reader.asked[-1])
    search.begin("van", 0)
    assert not search.take(late)
    assert search.places == ()
    assert search.take(reader.answer(reader.asked[-1]))
    assert search.place == 1
    search.begin("", 0)
    assert search.done
    assert search.places == ()


def test_pages_that_cannot_be_read_are_passed_over() -> None:
    reader = Reader([1] * (PAGES_A_TIME + 1))
    search = Search(len(reader.counts), reader.asked.append)
    search.begin("van", 0)
    search.skip()
    search.take(reader.answer(reader.asked[-1]))
    assert search.done
    assert [place.page for place in search.places] == [PAGES_A_TIME]
