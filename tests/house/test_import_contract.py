"""The import contract names real packages: a forbidden import, slipped into any room, breaks it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    "schema/slip.py": "import crosstie.storage",
    "storage/slip.py": "from PySide6.QtCore import QObject",
    "qa/slip.py": "import crosstie.viewers",
    "resources/slip.py": "import pyqtgraph",
    "viewers/slip.py": "import crosstie.storage.slip",
    "viewers/lanes/slip.py": "import vispy.scene",
    "app/slip.py": "import cv2",
    "app/slip_sound.py": "import sounddevice",
    "schema/slip_sql.py": "import sqlalchemy",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rooms empty, under the real contract, but for one module in storage and one pane."""
    house = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", house)
    for room in (
        "app",
        "qa",
        "resources",
        "schema",
        "storage",
        "viewers",
        "viewers/lanes",
        "viewers/pointcloud",
    ):
        (house / "crosstie" / room).mkdir(parents=True)
        (house / "crosstie" / room / "__init__.py").touch()
    (house / "crosstie" / "__init__.py").touch()
    (house / "crosstie" / "storage" / "slip.py").touch()
    return house


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c()"
    command = [sys.executable, "-c", code, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", FORBIDDEN)
def test_a_forbidden_import_breaks_the_contract(house: Path, path: str) -> None:
    slip = house / "crosstie" / path
    before = slip.read_text() if slip.exists() else None
    slip.write_text(FORBIDDEN[path] + "\n")
    told = lint(house)
    slip.unlink() if before is None else slip.write_text(before)
    assert told.returncode == 1, told.stdout + told.stderr
    assert path.removesuffix(".py").replace("/", ".") in told.stdout


def test_what_the_rooms_may_import_keeps_it(house: Path) -> None:
    pane = house / "crosstie" / "viewers" / "pointcloud" / "pane.py"
    pane.write_text("import vispy.scene\nimport PySide6.QtCore\nimport crosstie.schema\n")
    told = lint(house)
    pane.unlink()
    assert told.returncode == 0, told.stdout + told.stderr
