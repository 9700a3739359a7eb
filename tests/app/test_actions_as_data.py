"""The keymap, the palette's ranking and the undo stack: what needs no window."""

from hypothesis import given
from hypothesis import strategies as st

from crosstie.app.actions.action import Action
from crosstie.app.actions.keymap import Keymap
from crosstie.app.search_rank import match_cost, rank
from crosstie.app.undo import UndoStack
from crosstie.schema.edits import AddEntity, RemoveEntity, inverses
from crosstie.schema.records import Entity


def action(action_id: str, *keys: str) -> Action:
    return Action(action_id, action_id.title(), "Edit", lambda: None, keys)


def test_own_keys_overlay_the_defaults_and_only_they_are_saved() -> None:
    keymap = Keymap()
    keymap.add_defaults((action("undo", "Ctrl+Z"), action("tie", "T")))
    keymap.set_keys("tie", ("Y",))
    assert keymap.keys("tie") == ("Y",)
    assert keymap.own() == {"tie": ("Y",)}
    keymap.set_keys("tie", ("T",))
    assert keymap.own() == {}


def test_two_actions_that_claim_one_key_are_named() -> None:
    keymap = Keymap({"tie": ("Ctrl+Z",)})
    keymap.add_defaults((action("undo", "Ctrl+Z"), action("tie", "T")))
    assert keymap.conflicts() == {"Ctrl+Z": ("undo", "tie")}
    keymap.reset()
    assert keymap.conflicts() == {}


def test_letters_that_begin_words_match_best() -> None:
    titles = ["Show all that is hidden", "Select all", "One second back"]
    assert rank("sa", titles, str)[0] in ("Show all that is hidden", "Select all")
    assert rank("osb", titles, str)[0] == "One second back"
    assert rank("zz", titles, str) == []
    assert rank("", titles, str) == titles


@given(st.text(max_size=20))
def test_every_text_matches_itself(text: str) -> None:
    folded = text.casefold()
    assert match_cost(folded, folded) is not None


def test_undo_gives_inverses_and_redo_the_edits_again() -> None:
    edits = (AddEntity(Entity("e1", "s", "p", "t", "A")), AddEntity(Entity("e2", "s", "p", "t", "B")))
    stack = UndoStack()
    stack.done(edits, "new entities")
    assert stack.undo_title == "new entities"
    assert (
        stack.take_undo() == inverses(edits) == (RemoveEntity(edits[1].entity), RemoveEntity(edits[0].entity))
    )
    assert stack.undo_title == ""
    assert stack.take_redo() == edits
    assert stack.undo_title == "new entities"


def test_a_new_gesture_ends_redo() -> None:
    edits = (AddEntity(Entity("e1", "s", "p", "t", "A")),)
    stack = UndoStack()
    stack.done(edits, "first")
    stack.take_undo()
    stack.done(edits, "second")
    assert stack.redo_title == ""
