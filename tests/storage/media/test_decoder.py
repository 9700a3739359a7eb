"""A pane's decoder never waits, keeps its pictures, and outlives whatever becomes of its worker."""

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from crosstie.schema.records import Asset, MediaFacts
from crosstie.storage.media.decoder import Decoder
from crosstie.storage.media.process import Limits
from crosstie.storage.media.queries import (
    FactsQuery,
    Failed,
    FrameAt,
    Picture,
    Progress,
    Reply,
    Sound,
    SoundPrepare,
    TextOf,
)
from tests.data import data_file
from tests.storage.media.assets import EVERYWHERE, asset_of
from tests.storage.media.clips import Form, number_in, write_clip

PATIENCE_S = 20.0
STEP_NS = 100_000_000
Received = queue.Queue[tuple[int, Reply]]
Opener = Callable[..., tuple[Decoder, Received]]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    write_clip(path, [9000 * number for number in range(100)], options={"bf": "2"})
    return path


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    decoders: list[Decoder] = []

    def open_one(asset: Asset, limits: Limits | None = None) -> tuple[Decoder, Received]:
        received: Received = queue.Queue()
        decoder = Decoder(asset, EVERYWHERE, tmp_path / "cache", lambda *reply: received.put(reply), limits)
        decoders.append(decoder)
        return decoder, received

    yield open_one
    for decoder in decoders:
        decoder.close()


def picture_of(decoder: Decoder, number: int) -> Picture:
    picture = decoder.ask_and_wait(FrameAt(number * STEP_NS), PATIENCE_S)
    assert isinstance(picture, Picture), picture
    return picture


def running(decoder: Decoder) -> int:
    pid = decoder.worker_pid
    assert pid is not None
    return pid


def gone(pid: int) -> bool:
    try:
        psutil.Process(pid).wait(PATIENCE_S)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


def test_replies_come_by_their_number_on_the_decoders_own_thread(clip: Path, tmp_path: Path) -> None:
    threads: queue.Queue[tuple[int, Reply, str]] = queue.Queue()
    decoder = Decoder(
        asset_of("video", clip), EVERYWHERE, tmp_path,
        lambda number, reply: threads.put((number, reply, threading.current_thread().name)),
    )  # fmt: skip
    assert decoder.state == "starting"
    asked = decoder.ask(FrameAt(3 * STEP_NS))
    number, reply, thread = threads.get(timeout=PATIENCE_S)
    assert isinstance(reply, Picture)
    assert (number, reply.frame_index, number_in(reply.pixels), decoder.state) == (asked, 3, 3, "ready")
    assert thread == "decoder under-test"
    decoder.close()


def test_of_many_questions_of_a_kind_the_newest_is_answered(clip: Path, opened: Opener) -> None:
    decoder, received = opened(asset_of("video", clip))
    picture_of(decoder, 0)
    os.kill(running(decoder), signal.SIGSTOP)
    asked = [decoder.ask(FrameAt(number * STEP_NS)) for number in range(80)]
    facts = decoder.ask(FactsQuery())
    os.kill(running(decoder), signal.SIGCONT)
    replies = [received.get(timeout=PATIENCE_S)]
    while replies[-1][0] != facts:
        replies.append(received.get(timeout=PATIENCE_S))
    assert len(replies) <= 3
    by_number = dict(replies)
    newest = by_number[asked[-1]]
    assert isinstance(newest, Picture)
    assert newest.frame_index == 79
    assert isinstance(by_number[facts], MediaFacts)


def test_a_picture_stays_what_it_is_for_as_long_as_it_is_held(clip: Path, opened: Opener) -> None:
    decoder, _ = opened(asset_of("video", clip))
    held = [(number, picture_of(decoder, number)) for number in range(0, 100, 7)]
    views = [(number, picture.pixels[10:, ::2]) for number, picture in held]
    copies = [picture.pixels.copy() for _, picture in held]
    for number in range(30):
        picture_of(decoder, number)
    decoder.close()
    for (number, picture), copy in zip(held, copies, strict=True):
        assert number_in(picture.pixels) == number
        assert np.array_equal(picture.pixels, copy)
        assert not picture.pixels.flags.writeable or picture.pixels.base is None
    del held, picture
    assert all(number_in(view) == number for number, view in views)


def test_a_worker_killed_between_questions_is_replaced(clip: Path, opened: Opener) -> None:
    decoder, _ = opened(asset_of("video", clip))
    picture_of(decoder, 1)
    pid = running(decoder)
    os.kill(pid, signal.SIGKILL)
    assert number_in(picture_of(decoder, 2).pixels) == 2
    assert running(decoder) != pid
    assert decoder.state == "ready"


def test_a_worker_killed_at_work_is_replaced_and_asked_again(clip: Path, opened: Opener) -> None:
    decoder, received = opened(asset_of("video", clip))
    picture_of(decoder, 1)
    pid = running(decoder)
    os.kill(pid, signal.SIGSTOP)
    asked = decoder.ask(FrameAt(5 * STEP_NS))
    os.kill(pid, signal.SIGKILL)
    number, reply = received.get(timeout=PATIENCE_S)
    assert isinstance(reply, Picture)
    assert (number, number_in(reply.pixels)) == (asked, 5)


def test_a_worker_that_dies_again_and_again_is_given_up_for_a_while(clip: Path, opened: Opener) -> None:
    starved = Limits(memory_bytes=30 << 20, restart_pause_s=1000.0)
    decoder, _ = opened(asset_of("video", clip), starved)
    for _ in range(2):
        failed = decoder.ask_and_wait(FrameAt(0), PATIENCE_S)
        assert isinstance(failed, Failed)
        assert failed.reason.startswith("clip.mp4: the decoder stopped unexpectedly on this file (")
        assert "\n" not in failed.reason
    assert decoder.state == "failed"
    begin = time.monotonic()
    assert isinstance(decoder.ask_and_wait(FrameAt(0), PATIENCE_S), Failed)
    assert time.monotonic() - begin < 0.2


def test_a_worker_that_hangs_is_stopped_and_the_next_question_answered(clip: Path, opened: Opener) -> None:
    decoder, _ = opened(asset_of("video", clip), Limits(silence_s=2.0))
    picture_of(decoder, 1)
    pid = running(decoder)
    os.kill(pid, signal.SIGSTOP)
    failed = decoder.ask_and_wait(FrameAt(5 * STEP_NS), PATIENCE_S)
    assert isinstance(failed, Failed)
    assert failed.reason == "clip.mp4: the decoder made no progress for 2 s and was stopped"
    assert gone(pid)
    assert number_in(picture_of(decoder, 6).pixels) == 6


def test_closing_is_quick_even_while_the_worker_hangs(clip: Path, opened: Opener) -> None:
    decoder, received = opened(asset_of("video", clip))
    picture_of(decoder, 1)
    pid = running(decoder)
    os.kill(pid, signal.SIGSTOP)
    decoder.ask(FrameAt(5 * STEP_NS))
    begin = time.monotonic()
    decoder.close()
    decoder.close()
    assert time.monotonic() - begin < 1.0
    assert gone(pid)
    assert received.empty()
    closed = decoder.ask_and_wait(FrameAt(0), PATIENCE_S)
    assert isinstance(closed, Failed)


def test_a_question_that_the_asset_has_no_answer_to(clip: Path, opened: Opener) -> None:
    decoder, _ = opened(asset_of("video", clip))
    failed = decoder.ask_and_wait(TextOf(), PATIENCE_S)
    assert isinstance(failed, Failed)
    assert failed.reason == "clip.mp4: a video has no answer to TextOf"
    assert decoder.state == "ready"


def test_a_file_that_vanishes_while_open_costs_only_its_own_moment(opened: Opener, tmp_path: Path) -> None:
    source = data_file("driving/sustech_sequence/camera/front/000965.jpg")
    files = [tmp_path / f"{number}.jpg" for number in range(3)]
    for file in files:
        shutil.copy(source, file)
    decoder, _ = opened(asset_of("video", *files, times_ns=(0, STEP_NS, 2 * STEP_NS)))
    assert picture_of(decoder, 0).pixels.shape == (1536, 2048, 4)
    files[1].unlink()
    failed = decoder.ask_and_wait(FrameAt(STEP_NS), PATIENCE_S)
    assert isinstance(failed, Failed)
    assert failed.reason.startswith("1.jpg: the file is not there")
    assert picture_of(decoder, 2).frame_index == 2


def test_an_asset_that_comes_back_is_opened_again(clip: Path, opened: Opener, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    decoder, _ = opened(asset_of("video", path), Limits(restart_pause_s=0.0))
    assert isinstance(decoder.ask_and_wait(FrameAt(0), PATIENCE_S), Failed)
    states = [decoder.state]
    shutil.copy(clip, path)
    assert picture_of(decoder, 4).frame_index == 4
    assert [*states, decoder.state] == ["failed", "ready"]


def test_long_work_tells_its_progress(opened: Opener) -> None:
    decoder, received = opened(asset_of("audio", data_file("audio/ableplayer_songs/frenchsong.mp3")))
    asked = decoder.ask(SoundPrepare())
    replies = [received.get(timeout=PATIENCE_S)]
    while isinstance(replies[-1][1], Progress):
        replies.append(received.get(timeout=PATIENCE_S))
    assert {number for number, _ in replies} == {asked}
    assert isinstance(replies[-1][1], Sound)
    done = [reply.done for _, reply in replies if isinstance(reply, Progress)]
    assert len(done) >= 2
    assert done == sorted(done)
    assert all(0 < part <= 1 for part in done)


def test_a_pane_that_fails_to_take_a_reply_does_not_end_its_decoder(
    clip: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(number: int, reply: Reply) -> None:
        raise RuntimeError("the pane is gone")

    decoder = Decoder(asset_of("video", clip), EVERYWHERE, tmp_path, refuse)
    decoder.ask(FrameAt(0))
    assert picture_of(decoder, 1).frame_index == 1
    decoder.close()
    assert "failed to take a reply" in caplog.text


ORPHAN = """
import sys, time
from pathlib import Path
from tests.storage.media.assets import EVERYWHERE, asset_of
from crosstie.storage.media.decoder import Decoder
from crosstie.storage.media.queries import FrameAt
decoder = Decoder(asset_of("video", Path(sys.argv[1])), EVERYWHERE, Path(sys.argv[2]), print)
decoder.ask_and_wait(FrameAt(0), 20)
print(decoder.worker_pid, *{"av", "cv2", "pymupdf", "soundfile", "PySide6"} & set(sys.modules), flush=True)
if sys.argv[3] == "wait":
    sys.stdin.read()
"""


@pytest.mark.parametrize("ending", ["wait", "leave"])
def test_a_worker_never_outlives_its_window(ending: str, clip: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHAN, str(clip), str(tmp_path), ending],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3],
    ) as window:  # fmt: skip
        assert window.stdout
        pid, *loaded = window.stdout.readline().split()
        assert loaded == []
        if ending == "wait":
            window.kill()
        assert gone(int(pid))


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One group so long that its end is far from its keyframe."""
    path = tmp_path_factory.mktemp("clips") / "long.mp4"
    ticks = [3000 * number for number in range(600)]
    options = {"preset": "ultrafast", "sc_threshold": "0"}
    write_clip(path, ticks, options=options, gop=600, form=Form(size=(1280, 720)))
    return path


def test_a_quick_question_stops_a_long_answer_and_nothing_else_does(long_clip: Path, opened: Opener) -> None:
    decoder, received = opened(asset_of("video", long_clip))
    decoder.ask_and_wait(FactsQuery(), PATIENCE_S)
    last_ns = 590 * 10**9 // 30
    exact = decoder.ask(FrameAt(last_ns))
    wait_until_asked(decoder)
    quick = decoder.ask(FrameAt(last_ns, quick=True))
    number, reply = received.get(timeout=PATIENCE_S)
    assert isinstance(reply, Picture)
    assert (number, reply.preview) == (quick, "nearby")
    exact = decoder.ask(FrameAt(last_ns))
    wait_until_asked(decoder)
    other = decoder.ask(FrameAt(0))
    replies = [received.get(timeout=PATIENCE_S) for _ in range(2)]
    assert [number for number, _ in replies] == [exact, other]
    assert [number_in(reply.pixels) for _, reply in replies if isinstance(reply, Picture)] == [590, 0]


def wait_until_asked(decoder: Decoder) -> None:
    """Until the worker computes: it has begun with the question."""
    process = psutil.Process(running(decoder))
    before = sum(process.cpu_times()[:2])
    deadline = time.monotonic() + PATIENCE_S
    while sum(process.cpu_times()[:2]) <= before + 0.05 and time.monotonic() < deadline:
        time.sleep(0.001)
