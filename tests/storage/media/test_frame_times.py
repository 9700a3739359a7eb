"""When every frame is presented, told at once, through the worker too."""

from pathlib import Path

import numpy as np

from crosstie.storage.media.decoder import Decoder
from crosstie.storage.media.queries import FrameAt, FrameTimes, FrameTimesOf, Picture
from tests.storage.media.assets import EVERYWHERE, answer, asset_of
from tests.storage.media.clips import write_clip

TICKS = [0, 3000, 3001, 9000, 18000, 19500]


def test_frame_times_are_those_of_the_pictures(tmp_path: Path) -> None:
    clip = tmp_path / "uneven.mp4"
    write_clip(clip, TICKS)
    decoder = Decoder(asset_of("video", clip), EVERYWHERE, tmp_path / "cache", lambda _number, _reply: None)
    try:
        times = decoder.ask_and_wait(FrameTimesOf(), 20)
        assert isinstance(times, FrameTimes)
        assert times.starts_ns.dtype == np.int64
        assert [round(start * 90_000 / 1e9) for start in times.starts_ns.tolist()] == TICKS
        for number, start_ns in enumerate(times.starts_ns.tolist()):
            picture = decoder.ask_and_wait(FrameAt(start_ns), 20)
            assert isinstance(picture, Picture)
            assert (picture.frame_index, picture.pts_ns) == (number, start_ns)
            ends = [*times.starts_ns.tolist(), times.end_ns]
            assert picture.next_ns == ends[number + 1]
    finally:
        decoder.close()


def test_a_sequence_tells_the_times_that_it_was_given(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.ppm" for number in range(3)]
    for file in files:
        file.write_bytes(b"P6 2 1 255\n" + bytes(6))
    times = answer(asset_of("video", *files, times_ns=(0, 500, 900)), FrameTimesOf())
    assert isinstance(times, FrameTimes)
    assert times.starts_ns.tolist() == [0, 500, 900]
    assert times.end_ns == 900 + 450
