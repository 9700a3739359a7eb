"""Taxonomies are read from what teams have, and what cannot be read is told in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.errors import CrosstieError
from crosstie.schema.reconcile.reading import read_taxonomy
from crosstie.schema.reconcile.taxonomy import TaxonomyUnreadable
from tests.schema.reconcile.teams import CAMERA, COCO, CVAT, LABEL_STUDIO, NARRATION, taxonomy

BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>
<View><Labels name="a" toName="b"><Label value="&lol2;"/></Labels></View>"""
OUTSIDE = b"""<!DOCTYPE View [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<View><Labels name="a" toName="b"><Label value="a">&x;</Label></Labels></View>"""


def test_a_schema_documents_classes_are_its_terms() -> None:
    found = taxonomy(CAMERA, "camera")
    assert found.document is not None
    assert [(term.id, term.parent) for term in found.terms] == [
        ("c_vehicle", ""), ("c_truck", "c_vehicle"), ("c_person", ""),
    ]  # fmt: skip


def test_coco_categories_stand_under_their_supercategories() -> None:
    found = {term.id: (term.parent, term.anchors) for term in taxonomy(COCO, "coco").terms}
    assert found["car"] == ("vehicle", ("box", "polygon", "mask"))
    assert found["person"] == ("", ("box", "polygon", "mask", "keypoints"))
    assert found["vehicle"] == ("", ())


def test_cvat_labels_bring_their_shapes_and_attributes() -> None:
    car, lane = taxonomy(CVAT, "cvat").terms
    assert (car.anchors, lane.anchors) == (("box", "rotated_box"), ("polyline",))
    year, parked, side = car.attributes
    assert (year.name, year.type, year.min, year.max) == ("model_year", "number", 1990, 2030)
    assert (parked.type, side.type, side.of) == ("bool", "choice", ("left", "right"))


def test_label_studio_labels_are_drawn_as_their_control_says() -> None:
    found = {term.id: term for term in taxonomy(LABEL_STUDIO, "ls").terms}
    assert found["Car"].anchors == ("box", "rotated_box")
    assert found["Car"].aliases == ("auto",)
    assert found["Speech"].anchors == ("time_span",)
    assert found["rain"].anchors == ("whole_asset",)


def test_a_table_brings_parents_other_names_and_names_by_language() -> None:
    _, truck, person = taxonomy(NARRATION, "n").terms
    assert (truck.parent, truck.aliases, truck.names["vi"]) == ("Phương tiện", ("lorry", "truck"), "xe tải")
    assert person.aliases == ("person",)


def test_a_bare_list_is_one_name_a_line() -> None:
    found = taxonomy(b"# ours\ncar\n\nbig truck\n", "list")
    assert [term.id for term in found.terms] == ["car", "big truck"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "no classes are in it"),
        (b"\xff\xfe\x00", "line 1: not UTF-8"),
        (b"{not json", "line 1: no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"a": 1}', "neither COCO's 'categories' nor CVAT's"),
        (b'{"categories": [{"id": 1}]}', r"categories\[0\]: no 'name'"),
        (b'[{"name": "a"}, 3]', r"\[1\]: no 'name'"),
        (b'[{"name": "a"}, {"name": "a"}]', "'a' stands in it twice"),
        (b"<View><Labels>", "no XML"),
        (b"<View/>", "no classes"),
        (BILLION_LAUGHS, "a document type or an entity is declared"),
        (OUTSIDE, "a document type or an entity is declared"),
        (b"<a>" * 100 + b"</a>" * 100, "nested deeper"),
        (b"name,parent\n,x\n", "a line has no name"),
        (b"name,name:not_a_tag\na,b\n", "no language tag"),
        (b"x" * (9 << 20), "larger than 8 MiB"),
    ],
)
def test_what_is_no_taxonomy_is_told_in_one_line(data: bytes, problem: str) -> None:
    with pytest.raises(TaxonomyUnreadable, match=problem) as error:
        read_taxonomy(data, "t", "t.txt")
    assert str(error.value).startswith("t.txt: ")
    assert "\n" not in str(error.value)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = read_taxonomy(data, "t", "t.txt")
    except CrosstieError:
        return
    assert found.terms
