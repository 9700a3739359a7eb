"""Spoiled files of every kind, a small sample: `python -m tests.mutate` opens hundreds of each."""

from pathlib import Path

import pytest

from crosstie.storage.media.process import Limits
from tests.data import data_file
from tests.mutate.opening import open_spoiled
from tests.mutate.ways import WAYS, spoiled

LIMITS = Limits(silence_s=15.0)
SAMPLED = (
    "video/torchcodec_nasa/nasa_13013.mp4",
    "video/torchcodec_nasa/av1_video.mkv",
    "audio/mfa_speech/wav/13697_11991_000000.opus",
    "audio/mfa_speech/wav/acoustic_corpus.wav",
    "documents/pdfjs/structure_simple.pdf",
    "driving/kitti_object_3/training/image_2/000000.png",
    "driving/kitti_object_3/training/velodyne/000000.bin",
    "driving/sustech_sequence/lidar/000965.pcd",
    "apac_text/ableplayer_subs/blocks4all_captions_en.vtt",
)


@pytest.mark.parametrize("name", SAMPLED)
def test_a_spoiled_file_is_shown_or_refused_in_one_clear_line(name: str, tmp_path: Path) -> None:
    found = open_spoiled(data_file(name), 2 * len(WAYS), 17, tmp_path, LIMITS)
    assert found.wrong == []
    assert found.shown + found.refused == 2 * len(WAYS)
    assert found.refused


def test_the_same_seed_spoils_in_the_same_way() -> None:
    good = bytes(range(256)) * 40
    one, other = (list(spoiled(good, 2 * len(WAYS), 5)) for _ in range(2))
    assert one == other
    assert one != list(spoiled(good, 2 * len(WAYS), 6))
    assert all(content != good for _, content in one)


def test_a_spoiled_laz_file_is_refused_before_it_ends_the_worker(tmp_path: Path) -> None:
    good = data_file("driving/laspy_simple/simple.laz")
    found = open_spoiled(good, 10 * len(WAYS), 3, tmp_path, LIMITS)
    assert found.wrong == []
    assert found.ended == 0
    assert found.refused
