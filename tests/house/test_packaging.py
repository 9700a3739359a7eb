import ast
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "qa", "resources", "schema", "storage", "viewers")


def files() -> list[Path]:
    """Return what a clone would hold if all that stands here were committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("room", ROOMS)
def test_room_is_a_relative_link_to_the_root(room: str) -> None:
    link = ROOT / "src" / "crosstie" / room
    assert link.is_symlink()
    assert link.readlink() == Path("../..") / room
    assert link.resolve() == ROOT / room


@pytest.mark.parametrize("room", ROOMS)
def test_room_is_imported_from_the_root(room: str) -> None:
    code = f"import crosstie.{room} as room; print(room.__file__)"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    assert Path(told.stdout.strip()).resolve() == ROOT / room / "__init__.py"


def test_nothing_imports_a_room_by_its_bare_name() -> None:
    bare = [
        f"{path}:{node.lineno}"
        for path in files()
        if path.suffix == ".py"
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(node)
        if name.split(".")[0] in ROOMS
    ]
    assert bare == []


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel built from what a clone holds."""
    clone, out = tmp_path_factory.mktemp("clone"), tmp_path_factory.mktemp("wheel")
    for path in files():
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_bytes((ROOT / path).read_bytes())
    for room in ROOMS:
        (clone / "src" / "crosstie" / room).symlink_to(Path("../..") / room)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(clone)]
    subprocess.run(build, check=True, capture_output=True, env={**os.environ, "PYTHONWARNINGS": "default"})
    return zipfile.ZipFile(next(out.glob("*.whl")))


def test_wheel_puts_only_crosstie_into_site_packages(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"crosstie"}


def test_wheel_holds_every_file_of_the_rooms(wheel: zipfile.ZipFile) -> None:
    held = {name: wheel.read(name) for name in wheel.namelist()}
    for path in files():
        if path.parts[0] in ROOMS:
            assert held.get(f"crosstie/{path.as_posix()}") == (ROOT / path).read_bytes(), path
    assert "crosstie/py.typed" in held


def test_wheel_starts_crosstie(wheel: zipfile.ZipFile) -> None:
    entry = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "crosstie = crosstie.app.cli:main" in wheel.read(entry).decode()
