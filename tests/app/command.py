"""Commands run in this process, and manifests for them."""

from pathlib import Path

import msgspec
import pytest

from crosstie.app.cli import run
from crosstie.schema.records import AssetKind

SCHEMA = Path(__file__).parents[1] / "schema" / "data" / "driving.yaml"


class Ran(msgspec.Struct, frozen=True):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, object]:
        """Its output as JSON."""
        return msgspec.json.decode(self.out, type=dict[str, object])

    def complaint(self) -> str:
        """The one line on standard error of a command that could not; fail when it is anything else."""
        assert self.code == 2, self
        assert self.err.startswith("crosstie: "), self
        assert self.err.count("\n") == 1, self
        assert "Traceback" not in self.err + self.out, self
        return self.err


class Commands:
    """Runs `crosstie …` and captures what it writes."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Ran:
        """Run one command."""
        self._capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        written = self._capsys.readouterr()
        return Ran(code, written.out, written.err)


def manifest_of(path: Path, *assets: tuple[str, AssetKind, Path], sample_id: str = "s1") -> Path:
    """Write a manifest of one sample with these assets (id, kind, file)."""
    listed = [{"id": name, "kind": kind, "path": str(file)} for name, kind, file in assets]
    sample = {"id": sample_id, "language": "en", "assets": listed}
    path.write_bytes(msgspec.json.encode(sample))
    return path
