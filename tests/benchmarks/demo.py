"""The demo project for benchmarks, made once."""

import hashlib
import inspect
import shutil
from pathlib import Path

import crosstie.resources.demo
from crosstie.app import demo_project
from crosstie.app.demo_project import have_demo
from crosstie.storage import migrations, tables


def demo(place: Path) -> Path:
    """The demo project, made once as long as what makes it and how it is stored stay what they are."""
    sources = (
        Path(inspect.getfile(part)) for part in (crosstie.resources.demo, migrations, tables, demo_project)
    )
    digest = hashlib.sha256()
    for source in sources:
        for file in sorted(source.parent.rglob("*") if source.name == "__init__.py" else [source]):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.read_bytes())
    wanted = place / f"demo-{digest.hexdigest()[:12]}"
    for other in place.glob("demo-*"):
        if other != wanted:
            shutil.rmtree(other)
    have_demo(wanted)
    return wanted
