"""The JSON forms that are kept for ever: a golden file, and bytes that come back the same."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstie.schema.anchors import ANCHOR_KINDS, SPATIAL_KINDS, Anchor, Track, anchor_kind
from crosstie.schema.edits import Edit, inverse
from crosstie.schema.records import Annotation, Entity, Link, Record
from crosstie.schema.sample_state import SampleState
from tests.schema.golden import ANCHORS, EDITS, RECORDS
from tests.schema.strategies import anchors, edits_on, ends_of, labelled_states, links

GOLDEN = Path(__file__).parent / "data" / "golden.jsonl"


def test_the_golden_file_shows_every_anchor_edit_and_record_in_its_form() -> None:
    """A difference here means that labels kept by an older version would be read differently."""
    kept = GOLDEN.read_bytes().splitlines()
    written = [msgspec.json.encode(one) for one in (*ANCHORS, *EDITS, *RECORDS)]
    assert written == kept


def test_the_golden_file_is_read_back_as_it_was_meant() -> None:
    lines = iter(GOLDEN.read_bytes().splitlines())
    for kept, form in ((ANCHORS, Anchor), (EDITS, Edit)):
        for one in kept:
            assert msgspec.json.decode(next(lines), type=form) == one
    for record in RECORDS:
        assert msgspec.json.decode(next(lines), type=type(record)) == record
    assert next(lines, None) is None


def test_the_golden_file_leaves_nothing_out() -> None:
    plain = {anchor_kind(anchor) for anchor in ANCHORS if not isinstance(anchor, Track)}
    tracked = {anchor_kind(anchor) for anchor in ANCHORS if isinstance(anchor, Track)}
    assert plain == set(ANCHOR_KINDS)
    assert tracked == set(SPATIAL_KINDS)
    assert {type(edit) for edit in EDITS} == set(Edit.__args__)
    assert {type(record) for record in RECORDS} == set(Record.__args__)


@given(anchors)
def test_anchors_come_back_byte_for_byte(anchor: Anchor) -> None:
    data = msgspec.json.encode(anchor)
    back = msgspec.json.decode(data, type=Anchor)
    assert back == anchor
    assert msgspec.json.encode(back) == data


@settings(max_examples=40)
@given(labelled_states(), st.data())
def test_edits_and_their_inverses_come_back_byte_for_byte(state: SampleState, data: st.DataObject) -> None:
    edit = data.draw(edits_on(state, "new"))
    for one in (edit, inverse(edit)):
        written = msgspec.json.encode(one)
        back = msgspec.json.decode(written, type=Edit)
        assert back == one
        assert msgspec.json.encode(back) == written


@settings(max_examples=40)
@given(labelled_states(), st.data())
def test_records_come_back_byte_for_byte(state: SampleState, data: st.DataObject) -> None:
    records = list(state.records())
    if ends := ends_of(state):
        records.append(data.draw(links("drawn", ends)))
    for record in records:
        written = msgspec.json.encode(record)
        back = msgspec.json.decode(written, type=type(record))
        assert back == record
        assert msgspec.json.encode(back) == written


@pytest.mark.parametrize("kind", ANCHOR_KINDS)
def test_an_anchor_with_a_field_too_many_is_refused(kind: str) -> None:
    [anchor] = [one for one in ANCHORS if anchor_kind(one) == kind and not isinstance(one, Track)][:1]
    data = msgspec.json.encode(anchor).replace(b"{", b'{"surprise":1,', 1)
    with pytest.raises(msgspec.ValidationError, match="surprise"):
        msgspec.json.decode(data, type=Anchor)


def test_links_write_their_ends_as_from_and_to() -> None:
    [kept] = [one for one in RECORDS if isinstance(one, Link)]
    assert set(msgspec.json.decode(msgspec.json.encode(kept))) >= {"from", "to"}
    assert {type(one) for one in RECORDS} >= {Annotation, Entity, Link}
