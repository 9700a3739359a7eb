"""A project that is made once, for tests to copy."""

from pathlib import Path

import pytest

from tests.storage.projects import labels, new_project, only_pass


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a closed project of two samples, both labelled; not to be changed."""
    root = tmp_path_factory.mktemp("template") / "project"
    with new_project(root, ("s1", "s2")) as store:
        for sample_id in ("s1", "s2"):
            store.apply(labels(only_pass(store, sample_id)), "test")
    return root
