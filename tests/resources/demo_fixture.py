"""The demo's media, made once a test run: every test that wants real media of all kinds may ask for them."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def demo_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the manifest of the generated demo. It is shared: read it, never write beside it."""
    from crosstie.resources.demo import generate

    return generate(tmp_path_factory.mktemp("demo"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whichever test comes first pays for the making, which takes minutes on a busy machine."""
    for item in items:
        if "demo_media" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(900))
