"""Where panes stand, and which pass is shown, when nobody has chosen."""

from crosstie.app.bench.arrangement import arrange, row_heights_px, strip_height_px
from crosstie.app.passes import choose_pass
from crosstie.schema.edits import AddSample, OpenPass
from crosstie.schema.records import Asset, AssetKind, Pass, PassKind, Sample, SchemaRef
from crosstie.schema.sample_state import SampleState

REF = SchemaRef("s", "1", "00")


def assets(*kinds: AssetKind) -> list[Asset]:
    return [Asset(f"{kind}{place}", "s1", kind, ()) for place, kind in enumerate(kinds)]


def test_pictures_stand_above_scenes_and_sound_is_left_to_the_time_strip() -> None:
    rows = arrange(assets("pointcloud", "video", "audio", "video", "transcript", "document"))
    assert [row.stacks for row in rows] == [
        (("video1",), ("video3",)),
        (("pointcloud0",), ("document5",), ("transcript4",)),
    ]


def test_radar_rides_with_a_cloud_and_stands_alone_without_one() -> None:
    assert arrange(assets("pointcloud", "radar"))[0].stacks == (("pointcloud0",),)
    assert arrange(assets("radar"))[0].stacks == (("radar0",),)


def test_six_cameras_take_two_rows_and_documents_share_a_place() -> None:
    rows = arrange(assets("video", "video", "video", "video", "video", "video", "document", "document"))
    assert [len(row.stacks) for row in rows] == [3, 3, 1]
    assert rows[2].stacks[0] == ("document6", "document7")


def test_pictures_take_as_much_as_they_show_and_leave_the_others_nearly_half() -> None:
    assert row_heights_px([224, None], 474) == [224, 250]
    assert row_heights_px([500, None], 400) == [220, 180]
    assert row_heights_px([300, 300, None, None], 600) == [165, 165, 135, 135]
    assert row_heights_px([300, 300], 400) == [200, 200]
    assert row_heights_px([None], 400) == [400]


def test_the_strip_of_time_gives_way_on_a_low_screen() -> None:
    assert strip_height_px(400, 711) == 237
    assert strip_height_px(400, 950) == 380
    assert strip_height_px(150, 711) == 150


def state(*passes: tuple[str, PassKind, str]) -> SampleState:
    made = SampleState("s1")
    opened = [OpenPass(Pass(key, "s1", kind, actor, REF)) for key, kind, actor in passes]
    made.apply([AddSample(Sample("s1", "en")), *opened])
    return made


def test_a_person_sees_their_own_newest_pass_first() -> None:
    shown = choose_pass(state(("g", "gold", "x"), ("a", "assisted", "me"), ("b", "review", "me")), "me")
    assert shown is not None
    assert shown.id == "b"


def test_else_the_most_settled_pass_and_never_anothers_blind_one() -> None:
    shown = choose_pass(state(("b", "blind", "x"), ("m", "model", "y"), ("g", "gold", "x")), "me")
    assert shown is not None
    assert shown.id == "g"
    assert choose_pass(state(("b", "blind", "x")), "me") is None
