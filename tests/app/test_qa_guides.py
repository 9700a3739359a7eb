"""The manual's commands are commands, with options that there are."""

import re
import shlex
from pathlib import Path

import pytest

from tests.app.command import Commands

PAGES = Path(__file__).parents[2] / "docs" / "qa"


@pytest.mark.parametrize("guide", ["report", "plan", "pilot"])
def test_every_command_of_a_guide_is_one_and_every_option_is_told(
    guide: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = (PAGES / f"{guide}.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```sh\n(.+?)```", text, flags=re.DOTALL)
    told = Commands(capsys)("qa", guide, "--help").out
    known = set(re.findall(r"^  (--[a-z-]+)", told, flags=re.MULTILINE)) - {"--help"}
    used = set()
    for line in block.splitlines():
        words = shlex.split(line, comments=True)
        expected = ["crosstie", "qa"] + ([] if guide == "report" else [guide])
        assert words[: len(expected)] == expected
        used |= {word for word in words if word.startswith("--")}
    assert used <= known
    assert known <= {*re.findall(r"--[a-z-]+", text), "--jobs", "--confidence"}
