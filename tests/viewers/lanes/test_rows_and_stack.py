from crosstie.schema.anchors import TextSpan
from crosstie.schema.clock import AssetClock
from crosstie.schema.records import Annotation, Asset, AssetKind
from crosstie.storage.media.queries import Segment, Transcript
from crosstie.viewers.lanes.rows import Look, in_row_order, make_row
from crosstie.viewers.lanes.stack import (
    CHIP_LINES,
    EXPANDED_LINES,
    Stack,
    chip_at,
    pitch_for,
)
from crosstie.viewers.timeaxis.extent import text_times_ns
from tests.viewers.lanes.records import SECOND, annotation, asset, span, track, whole

LOOK = Look(lambda annotation: annotation.id, lambda _: 0x445566)
TALK = Transcript(
    "one two\nthree\nfour",
    (
        Segment(1 * SECOND, 2 * SECOND, "S1", 0, 7),
        Segment(2 * SECOND, 4 * SECOND, "S2", 8, 13),
        Segment(0, 0, "S2", 14, 18),
    ),
)


def stack_of(assets: dict[Asset, list[Annotation]], expanded: frozenset[str] = frozenset()) -> Stack:
    rows = [make_row(one, its, None, LOOK) for one, its in assets.items()]
    return Stack(rows, 400.0, lambda name: 60.0, expanded)


def test_rows_stand_in_the_order_of_their_kinds() -> None:
    kinds: list[AssetKind] = ["document", "video", "audio", "pointcloud", "transcript", "audio"]
    assets = [asset(f"{kind}{i}", kind) for i, kind in enumerate(kinds)]
    assert [a.id for a in in_row_order(assets)] == [
        "audio2", "audio5", "transcript4", "video1", "pointcloud3", "document0",
    ]  # fmt: skip


def test_spans_and_tracks_are_bars_in_sample_time_and_the_rest_are_chips() -> None:
    cam = Asset("cam", "s1", "video", (), clock=AssetClock(offset_ns=SECOND))
    row = make_row(cam, [track("t", 2, 5), span("a", 1, 2, "cam"), whole("w", "cam")], None, LOOK)
    assert [(bar.id, bar.start_ns, bar.end_ns) for bar in row.bars.bars] == [
        ("a", 2 * SECOND, 3 * SECOND),
        ("t", 3 * SECOND, 6 * SECOND),
    ]
    assert [chip.id for chip in row.chips] == ["w"]


def test_a_text_span_has_the_time_of_the_segments_it_touches() -> None:
    assert text_times_ns(TALK, 4, 7) == (1 * SECOND, 2 * SECOND)
    assert text_times_ns(TALK, 4, 10) == (1 * SECOND, 4 * SECOND)
    assert text_times_ns(TALK, 8, 9) == (2 * SECOND, 4 * SECOND)
    assert text_times_ns(TALK, 14, 18) is None
    assert text_times_ns(TALK, 8, 18) == (2 * SECOND, 4 * SECOND)


def test_a_text_span_is_a_chip_until_its_transcript_is_read() -> None:
    talk = asset("talk", "transcript")
    mention = annotation("m", TextSpan(0, 3, "one"), "talk")
    assert [chip.id for chip in make_row(talk, [mention], None, LOOK).chips] == ["m"]
    assert [bar.id for bar in make_row(talk, [mention], TALK, LOOK).bars.bars] == ["m"]


def test_rows_lie_below_each_other_and_are_found_by_height() -> None:
    stack = stack_of({asset("mic", "audio"): [span("a", 0, 5), span("b", 1, 2)], asset("cam", "video"): []})
    mic, cam = stack.places
    assert mic.bottom == cam.top
    assert cam.bottom == stack.height
    assert mic.height > cam.height
    assert stack.row_at(mic.bottom - 1) is mic
    assert stack.row_at(cam.top) is cam
    assert stack.row_at(stack.height) is None
    assert stack.row_of_bar("b") is mic


def test_a_crowded_row_stays_lower_than_its_bars_at_full_height() -> None:
    assert pitch_for(1) == pitch_for(3) > pitch_for(6) > pitch_for(24)
    assert pitch_for(12) < pitch_for(12, zoom=2) <= pitch_for(1, zoom=2)
    crowd = {asset("mic", "audio"): [span(f"a{i}", 0, 5) for i in range(20)]}
    assert stack_of(crowd).height < 20 * pitch_for(1) / 2


def test_chips_that_do_not_fit_stand_behind_one_that_counts_them() -> None:
    report = asset("report", "document", 0)
    labels = [whole(f"w{i}", "report") for i in range(40)]
    place = stack_of({report: labels}).places[0]
    last = place.chips[-1]
    assert place.chip_lines == CHIP_LINES
    assert last.chip is None
    assert last.more == 40 - (len(place.chips) - 1)
    assert last.right <= 400
    opened = stack_of({report: labels}, frozenset(["report"])).places[0]
    assert CHIP_LINES < opened.chip_lines <= EXPANDED_LINES
    assert all(chip.chip is not None for chip in opened.chips)


def test_a_link_to_a_chip_behind_the_count_ends_at_the_count() -> None:
    stack = stack_of({asset("report", "document", 0): [whole(f"w{i}", "report") for i in range(40)]})
    found = stack.chip_of("w39")
    assert found is not None
    assert found[1].more > 0
    first = stack.chip_of("w0")
    assert first is not None
    assert chip_at(first[0], first[1].left + 2, first[0].chip_top(0) + 3) is first[1]
    assert stack.chip_of("nobody") is None
