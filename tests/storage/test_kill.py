"""Whatever moment a process is killed at, every acknowledged edit is there and the trail holds."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KILLS = 200


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_no_acknowledged_edit_is_lost_to_kill_9(template: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.storage.killing", str(template), str(tmp_path), str(KILLS)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = re.fullmatch(rf"{KILLS} kills, (\d+) gestures acknowledged, nothing lost\n", ran.stdout)
    assert found, ran.stdout + ran.stderr
    assert int(found[1]) > KILLS
