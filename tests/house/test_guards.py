import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

LEAKY = Path(__file__).with_name("leaky.py")
NAMED = {
    "leaves_timer": "QTimer",
    "leaves_qthread": "QThread",
    "leaves_animation": "QPropertyAnimation",
    "leaves_window": "window QWidget 'Forgotten'",
    "leaves_thread": "Thread forgotten",
    "leaves_child": "child process",
}


@pytest.fixture(scope="module")
def told() -> str:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", "--color=no", str(LEAKY)]
    wide = {**os.environ, "COLUMNS": "400"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=wide).stdout


@pytest.mark.parametrize("test", NAMED)
def test_what_a_test_leaves_running_fails_it_by_name(told: str, test: str) -> None:
    errors = re.findall(rf"^ERROR .*::test_{test} - (.*)$", told, re.MULTILINE)
    assert len(errors) == 1, told
    assert NAMED[test] in errors[0]


@pytest.mark.parametrize("test", [name for name in NAMED if name != "leaves_window"])
def test_the_line_that_started_it_is_told(told: str, test: str) -> None:
    assert re.search(rf"::test_{test} - .*started at .*{LEAKY.name}:\d+", told), told


def test_a_tidy_test_passes(told: str) -> None:
    assert not re.search(r"^ERROR .*::test_tidy", told, re.MULTILINE), told


def test_settings_of_one_test_are_not_seen_by_another(told: str) -> None:
    assert re.search(r"^PASSED .*::test_sees_no_settings", told, re.MULTILINE), told
    assert not re.search(r"^ERROR .*settings", told, re.MULTILINE), told
