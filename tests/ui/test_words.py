"""The window says what the project calls things, and never what it does not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QDialog

from tests.ui.on_screen import spoken
from tests.ui.workstation import Workstation

_NEVER: Final = re.compile(
    r"\b(workspaces?|datasets?|items?|tasks?|records?|relations?|ontolog(?:y|ies)|config\w*|selectors?|users?"
    r"|teams?|annotation sets?|object ids?|media items?)\b",
    re.IGNORECASE,
)
"""Words for which the project has other ones. "Edge", "region", "version", "check" and the like have a right
use beside the wrong one, so nobody but a reader can judge them.
"""
_LABEL: Final = re.compile(r"\blabels?\b", re.IGNORECASE)
"""Never said of an annotation. Where annotations, entities and links are meant together, as when a schema is
changed, it may be: so only those parts are judged that speak of annotations.
"""
_ROOT: Final = Path(__file__).parents[2]


def wrong(texts: set[str]) -> list[str]:
    """Texts with a word that is never said."""
    return sorted(text for text in texts if _NEVER.search(text))


def wrong_now() -> list[str]:
    """The same of all that is on the screen, and texts outside of menus that call annotations labels."""
    return wrong(spoken()) + sorted(text for text in spoken(actions=False) if _LABEL.search(text))


def test_nothing_in_the_window_is_called_by_a_wrong_name(street: Workstation) -> None:
    street.key("Ctrl+A")
    for chosen in ((), ("box_van",), ("m_van", "turn_1"), ("van",), ("same",)):
        street.select(*chosen)
        assert wrong_now() == []


def test_no_card_or_dialog_asks_with_a_wrong_word(street: Workstation) -> None:
    chooser = street.window.parts.chooser
    for action, chosen in (
        ("choose_pass", ()),
        ("rules", ()),
        ("sound", ()),
        ("language", ()),
        ("entity", ("m_car",)),
    ):
        street.select(*chosen)
        street.run(action)
        assert wrong_now() == []
        chooser.leave()
    # These two list the actions of the menus.
    street.key("Ctrl+K")
    assert wrong(spoken()) == []
    street.key("Escape")
    street.run("shortcuts")
    assert wrong(spoken()) == []
    for dialog in street.window.findChildren(QDialog):
        dialog.close()


def test_an_empty_sample_and_somebody_elses_pass_say_it_right(street: Workstation) -> None:
    street.window.session.open_sample("street", "model-street")
    street.until(lambda: street.context.pass_id == "model-street")
    assert wrong_now() == []
    street.open("photo")
    assert wrong_now() == []
    assert any(text.startswith("No annotations here yet.") for text in spoken())


@pytest.mark.parametrize("room", ["app", "viewers"])
def test_no_text_in_the_rooms_of_the_window_has_a_wrong_word(room: str) -> None:
    files = (file for file in (_ROOT / room).rglob("*.py") if file.parent.name != "commands")
    assert wrong({text for file in files for text in _sentences(file)}) == []


@pytest.mark.parametrize("part", ["viewers/**/*.py", "app/inspector/*.py", "app/*.py"])
def test_an_annotation_is_never_called_a_label(part: str) -> None:
    texts = {text for file in _ROOT.glob(part) for text in _sentences(file)}
    assert [text for text in texts if _LABEL.search(text)] == []


def _sentences(file: Path) -> Iterator[str]:
    """Texts of several words that are not docstrings: what a person may come to read."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    statements = (node for node in ast.walk(tree) if isinstance(node, ast.Expr))
    docstrings = {id(node.value) for node in statements}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            words = node.value.split()
            if len(words) > 1 and "{" not in node.value:
                yield " ".join(words)
