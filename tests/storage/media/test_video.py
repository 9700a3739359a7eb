"""The picture of any instant is the right one, in every form that a video file takes."""

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import av
import numpy as np
import pytest

from crosstie.schema.records import MediaFacts
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import FactsQuery, FrameAt, Picture
from crosstie.storage.media.readers import Reader
from tests.storage.media.assets import answer, asset_of, no_report, opened
from tests.storage.media.clips import (
    cut_without_decoding,
    hide_vp8_pictures,
    number_in,
    numbered_picture,
    write_clip,
)

COUNT = 240
CONSTANT = [3000 * number for number in range(COUNT)]
VARIABLE = list(
    itertools.accumulate(
        np.random.default_rng(7).choice([1500, 3000, 3001, 9000], COUNT - 1).tolist(), initial=0
    )
)
B_FRAMES = {"bf": "3", "b-pyramid": "normal", "preset": "fast", "sc_threshold": "0"}
OPEN_GOPS = {"bf": "3", "preset": "fast", "x264-params": "open-gop=1:keyint=40:min-keyint=40"}
ORDERS: dict[str, Sequence[int]] = {
    "random": np.random.default_rng(11).integers(0, COUNT, 60).tolist(),
    "forward": range(90, 140),
    "backward": range(140, 60, -1),
    "alternating": [
        number for pair in zip(range(60, 90), range(200, 170, -1), strict=True) for number in pair
    ],
}


def constant(path: Path) -> tuple[Sequence[int], Sequence[int]]:
    write_clip(path, CONSTANT, options=B_FRAMES)
    return range(COUNT), CONSTANT


def variable(path: Path) -> tuple[Sequence[int], Sequence[int]]:
    write_clip(path, VARIABLE, options=B_FRAMES)
    return range(COUNT), VARIABLE


def open_gops(path: Path) -> tuple[Sequence[int], Sequence[int]]:
    write_clip(path, VARIABLE, options=OPEN_GOPS)
    return range(COUNT), VARIABLE


def edit_list(path: Path) -> tuple[Sequence[int], Sequence[int]]:
    whole = path.with_name("whole" + path.suffix)
    write_clip(whole, CONSTANT, options=B_FRAMES)
    cut_without_decoding(whole, path, CONSTANT[70])
    return range(70, COUNT), [tick - CONSTANT[70] for tick in CONSTANT[70:]]


def hidden_references(path: Path) -> tuple[Sequence[int], Sequence[int]]:
    whole = path.with_name("whole" + path.suffix)
    write_clip(
        whole, CONSTANT, codec="libvpx", options={"b": "300k", "cpu-used": "8", "deadline": "realtime"}
    )
    hidden = range(5, COUNT, 7)
    hide_vp8_pictures(whole, path, hidden)
    shown = [number for number in range(COUNT) if number not in hidden]
    return shown, [CONSTANT[number] for number in shown]


Maker = Callable[[Path], tuple[Sequence[int], Sequence[int]]]


@pytest.mark.parametrize(
    ("maker", "suffix"),
    [
        (constant, "mp4"), (constant, "mkv"), (constant, "ts"),
        (variable, "mp4"), (variable, "mkv"), (variable, "ts"),
        (open_gops, "mp4"), (edit_list, "mp4"), (hidden_references, "webm"),
    ],
)  # fmt: skip
def test_every_frame_is_the_one_asked_for(maker: Maker, suffix: str, tmp_path: Path) -> None:
    clip = tmp_path / f"clip.{suffix}"
    numbers, ticks = maker(clip)
    wrong = []
    for order, asked in ORDERS.items():
        with opened(asset_of("video", clip)) as reader:
            for number in (n % len(numbers) for n in asked):
                # Matroska rounds times to milliseconds, so the middle of each frame is asked for.
                end = ticks[number + 1] if number + 1 < len(ticks) else ticks[number] + 1500
                picture = frame_at(reader, (ticks[number] + end) * 100_000 // 18)
                if (picture.frame_index, number_in(picture.pixels)) != (number, numbers[number]):
                    wrong.append((order, number))
    assert wrong == []


def frame_at(reader: Reader, asset_ns: int, width: int = 0, height: int = 0) -> Picture:
    picture = reader.answer(FrameAt(asset_ns, width, height), no_report)
    assert isinstance(picture, Picture)
    return picture


def test_times_are_exact_and_meet_without_gaps(tmp_path: Path) -> None:
    clip = tmp_path / "clip.ts"
    write_clip(clip, VARIABLE, options=B_FRAMES)
    with opened(asset_of("video", clip)) as reader:
        picture = frame_at(reader, 0)
        for number, tick in enumerate(VARIABLE[:-1]):
            assert (picture.frame_index, picture.pts_ns) == (number, round(tick * 1e9 / 90_000))
            picture = frame_at(reader, picture.next_ns)


def test_a_frame_begins_at_its_time_and_a_rounded_time_still_finds_it(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    write_clip(clip, CONSTANT)
    with opened(asset_of("video", clip)) as reader:
        start = frame_at(reader, 2_000_000_000).pts_ns
        assert frame_at(reader, start - 1).frame_index == frame_at(reader, start).frame_index
        assert frame_at(reader, start - 2).frame_index == frame_at(reader, start).frame_index - 1
        assert frame_at(reader, -5).frame_index == 0
        assert frame_at(reader, 10**12).frame_index == COUNT - 1


def test_facts_and_display_size(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    write_clip(clip, CONSTANT)
    with opened(asset_of("video", clip)) as reader:
        facts = reader.answer(FactsQuery(), no_report)
        expected = MediaFacts(
            duration_ns=8_000_000_000, width=160, height=96, frame_count=COUNT, codec="h264"
        )
        assert facts == expected
        small = frame_at(reader, 0, 80, 80)
        assert (small.width, small.height, small.pixels.shape) == (160, 96, (48, 80, 4))
        assert frame_at(reader, 0, 4000, 4000).pixels.shape == (96, 160, 4)


@pytest.mark.parametrize("width", [162, 164, 178, 180])
def test_no_column_of_an_odd_width_is_left_as_old_memory(width: int, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    write_clip(clip, CONSTANT[:2])
    with opened(asset_of("video", clip)) as reader:
        picture = frame_at(reader, 0)
    assert number_in(picture.pixels) == 0
    grey = tmp_path / "grey.mkv"
    with av.open(str(grey), "w") as container:
        stream = container.add_stream("ffv1", rate=30)
        stream.width, stream.height, stream.pix_fmt = width, 64, "yuv420p"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((64, width, 3), 130, np.uint8))))
        container.mux(stream.encode())
    pixels = frame_pixels(grey)
    assert (pixels[..., 3] == 255).all()
    assert np.abs(pixels[..., :3].astype(int) - 130).max() <= 2


def frame_pixels(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    picture = answer(asset_of("video", path), FrameAt(0))
    assert isinstance(picture, Picture)
    return picture.pixels


@pytest.mark.parametrize(("degrees", "turns"), [(90, 1), (180, 2), (-90, 3)])
def test_rotation_stands_the_picture_upright(degrees: int, turns: int, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    write_clip(clip, CONSTANT[:5], rotation=degrees)
    with opened(asset_of("video", clip)) as reader:
        picture = frame_at(reader, 110_000_000)
    upright = np.rot90(numbered_picture(3), turns)
    assert (picture.height, picture.width) == upright.shape[:2]
    assert picture.pixels.shape[:2] == upright.shape[:2]
    assert np.abs(picture.pixels[..., :3].astype(int) - upright).mean() < 12


def test_streams_are_picked_by_number(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    write_clip(clip, CONSTANT[:5])
    assert isinstance(answer(asset_of("video", clip, stream="video:0"), FactsQuery()), MediaFacts)
    for stream, reason in (
        ("video:1", "no stream video:1; it has 1"),
        ("audio:0", "not of the form video:N"),
        ("video:x", "not of the form"),
    ):
        with pytest.raises(MediaUnreadable, match=reason):
            answer(asset_of("video", clip, stream=stream), FactsQuery())


def test_avi_with_reordered_pictures_is_refused_because_it_keeps_no_times(tmp_path: Path) -> None:
    clip = tmp_path / "clip.avi"
    write_clip(clip, [number * 3000 for number in range(30)], options={"bf": "2"})
    with pytest.raises(MediaUnreadable, match="no true times"):
        answer(asset_of("video", clip), FactsQuery())


def test_a_file_that_broke_off_is_refused(tmp_path: Path) -> None:
    for suffix in ("mp4", "mkv"):
        clip = tmp_path / f"clip.{suffix}"
        write_clip(clip, CONSTANT)
        clip.write_bytes(clip.read_bytes()[: clip.stat().st_size * 2 // 3])
        with pytest.raises(MediaUnreadable, match=rf"^clip\.{suffix}: "):
            answer(asset_of("video", clip), FactsQuery())


def index_file(cache: Path) -> Path:
    (found,) = cache.glob("*-index")
    return found


def test_the_index_is_kept_and_a_damaged_one_is_made_anew(tmp_path: Path) -> None:
    clip, cache = tmp_path / "clip.mp4", tmp_path / "cache"
    write_clip(clip, CONSTANT, options=B_FRAMES)
    answer(asset_of("video", clip), FactsQuery(), cache)
    kept = index_file(cache)
    good, made_ns = kept.read_bytes(), kept.stat().st_mtime_ns
    answer(asset_of("video", clip), FactsQuery(), cache)
    assert kept.stat().st_mtime_ns == made_ns
    random = np.random.default_rng(5)
    for _ in range(12):
        damaged = bytearray(good)
        damaged[int(random.integers(len(good)))] ^= 1 << int(random.integers(8))
        for content in (bytes(damaged), good[: int(random.integers(len(good)))], b""):
            kept.write_bytes(content)
            picture = answer(asset_of("video", clip), FrameAt(4_010_000_000), cache)
            assert isinstance(picture, Picture)
            assert (picture.frame_index, number_in(picture.pixels)) == (120, 120)
            assert kept.read_bytes() == good


def test_a_changed_file_gets_an_index_of_its_own(tmp_path: Path) -> None:
    clip, cache = tmp_path / "clip.mp4", tmp_path / "cache"
    write_clip(clip, CONSTANT)
    answer(asset_of("video", clip), FactsQuery(), cache)
    write_clip(clip, CONSTANT[:50])
    facts = answer(asset_of("video", clip), FactsQuery(), cache)
    assert isinstance(facts, MediaFacts)
    assert facts.frame_count == 50


def test_a_cache_that_cannot_be_written_costs_no_picture(tmp_path: Path) -> None:
    clip, cache = tmp_path / "clip.mp4", tmp_path / "cache"
    write_clip(clip, CONSTANT)
    cache.write_bytes(b"")
    assert isinstance(answer(asset_of("video", clip), FrameAt(0), cache), Picture)
