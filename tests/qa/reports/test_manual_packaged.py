"""The manual's pages that define figures are part of the package, by a link to docs/qa."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_manual_is_linked_and_packed_with_the_page() -> None:
    link = ROOT / "qa" / "reports" / "manual"
    assert link.readlink() == Path("../../docs/qa")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["crosstie.qa.reports"]
    packed = {path.name for pattern in patterns for path in (ROOT / "qa" / "reports").glob(pattern)}
    assert {"page.css", "page.js"} <= packed
    assert {path.name for path in (ROOT / "docs" / "qa").glob("*.md")} <= packed
