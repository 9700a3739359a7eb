"""The keymap, the palette's ranking and the undo stack: what needs no window."""

from hypothesis import given
from hypothesis import strategies as st

from crosstie.app.actions.action import Action
from crosstie.app.actions.keymap import Keymap
from crosstie.app.search_rank import match_cost, rank
from crosstie.app.undo import Gesture, UndoStack
from crosstie.schema.edits import AddEntity, RemoveEntity
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


def _gesture(title: str) -> Gesture:
    return Gesture(
        (AddEntity(Entity("e1", "s", "p", "t", "A")), AddEntity(Entity("e2", "s", "p", "t", "B"))), title
    )


def _ends(stack: UndoStack) -> tuple[Gesture | None, Gesture | None]:
    return stack.newest, stack.newest_undone


def test_what_is_undone_can_be_done_again() -> None:
    stack, gesture = UndoStack(), _gesture("new entities")
    stack.done(gesture)
    assert _ends(stack) == (gesture, None)
    first, second = gesture.edits
    assert isinstance(first, AddEntity)
    assert isinstance(second, AddEntity)
    assert gesture.taken_back == (RemoveEntity(second.entity), RemoveEntity(first.entity))
    stack.undone(gesture)
    assert _ends(stack) == (None, gesture)
    stack.redone(gesture)
    assert _ends(stack) == (gesture, None)


def test_a_new_gesture_ends_redo() -> None:
    stack = UndoStack()
    stack.done(_gesture("first"))
    stack.undone(_gesture("first"))
    stack.done(_gesture("second"))
    assert stack.newest_undone is None


def test_what_did_not_come_to_be_leaves_no_trace_in_undo() -> None:
    stack = UndoStack()
    stack.done(_gesture("first"))
    stack.undone(_gesture("first"))
    mark = stack.mark()
    stack.done(_gesture("second"))
    stack.restore(mark)
    assert _ends(stack) == (None, _gesture("first"))


def test_a_mode_s_keys_are_no_other_action_s_while_it_lasts_and_no_conflict() -> None:
    keymap = Keymap()
    accept = Action("accept", "Accept", "Review", lambda: None, ("A", "Space"), mode="review")
    keymap.add_defaults((action("play", "Space", "P"), accept))
    assert keymap.conflicts() == {}
    assert keymap.keys_in("play", "") == ("Space", "P")
    assert keymap.keys_in("play", "review") == ("P",)
    assert keymap.keys_in("accept", "review") == ("A", "Space")
    keymap.set_keys("play", ("A",))
    assert keymap.conflicts() == {}
    keymap.add_defaults((Action("reject", "Reject", "Review", lambda: None, ("A",), mode="review"),))
    assert keymap.conflicts() == {"A": ("accept", "reject")}
