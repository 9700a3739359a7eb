from crosstie.schema.anchors import Box, Point2
from crosstie.viewers.canvas.gesture import Drawn, Gesture, Outcome, Picked, Press, Reshaped, Snapped
from crosstie.viewers.canvas.handles import handles_of
from crosstie.viewers.canvas.hit import Hit
from crosstie.viewers.canvas.transform import Bounds

BOX = Box(100, 100, 200, 100)
INSIDE = Hit("a", "inside")


def a_gesture() -> Gesture:
    gesture = Gesture()
    gesture.room = Bounds(0, 0, 1000, 800)
    return gesture


def drag(gesture: Gesture, press: Press, *to: Point2) -> Outcome | None:
    gesture.press(press)
    for point in to:
        gesture.move(*point)
    return gesture.release()


def on_box(**held: bool) -> Press:
    return Press(at=(150, 150), hit=INSIDE, grip=INSIDE, shape=BOX, slop=4, **held)


def on_nothing(**held: bool) -> Press:
    return Press(at=(500, 500), hit=None, grip=None, shape=None, slop=4, **held)


def test_a_click_picks_what_it_hits() -> None:
    assert drag(a_gesture(), on_box()) == Picked("a", extend=False)
    assert drag(a_gesture(), on_box(extend=True)) == Picked("a", extend=True)
    assert drag(a_gesture(), on_nothing()) == Picked(None, extend=False)


def test_a_trembling_hand_still_clicks() -> None:
    assert drag(a_gesture(), on_box(), (152, 153)) == Picked("a", extend=False)


def test_a_drag_on_a_shape_moves_it_in_one_piece() -> None:
    outcome = drag(a_gesture(), on_box(), (160, 150), (170, 160), (180, 155))
    assert outcome == Reshaped("a", BOX, Box(130, 105, 200, 100))


def test_a_moved_shape_stays_in_the_picture() -> None:
    outcome = drag(a_gesture(), on_box(), (5000, 150))
    assert outcome == Reshaped("a", BOX, Box(800, 100, 200, 100))


def test_a_drag_that_comes_back_changes_nothing() -> None:
    assert drag(a_gesture(), on_box(), (300, 300), (150, 150)) is None


def test_a_drag_on_a_handle_resizes() -> None:
    grip = Hit("a", "handle", handles_of(BOX, 1.0)[4])
    press = Press(at=(300, 200), hit=grip, grip=grip, shape=BOX, slop=4)
    assert drag(a_gesture(), press, (320.123, 230)) == Reshaped("a", BOX, Box(100, 100, 220.12, 130))


def test_a_drag_on_nothing_draws_where_drawing_is_allowed() -> None:
    gesture = a_gesture()
    assert drag(gesture, on_nothing(draws=True), (600, 650)) == Drawn(Bounds(500, 500, 600, 650))
    assert drag(gesture, on_nothing(), (600, 650)) is None
    assert gesture.state == "idle"


def test_with_extend_held_a_drag_draws_on_a_shape_too() -> None:
    outcome = drag(a_gesture(), on_box(draws=True, extend=True), (200, 180))
    assert outcome == Drawn(Bounds(150, 150, 200, 180))


def test_a_pan_ends_in_nothing_whatever_lies_below() -> None:
    gesture = a_gesture()
    gesture.press(on_box(pans=True))
    gesture.move(300, 300)
    assert gesture.state == "panning"
    assert gesture.ghost() is None
    assert gesture.release() is None


def test_a_shape_that_may_not_be_reshaped_is_panned_over() -> None:
    press = Press(at=(150, 150), hit=INSIDE, grip=INSIDE, shape=None, slop=4, draws=True)
    assert drag(a_gesture(), press, (300, 300)) is None


def test_a_wire_is_picked_by_a_click_and_drawn_over_by_a_drag() -> None:
    press = Press(at=(500, 500), hit=Hit("w", "wire"), grip=None, shape=None, slop=4, draws=True)
    assert drag(a_gesture(), press) == Picked("w", extend=False)
    assert drag(a_gesture(), press, (600, 600)) == Drawn(Bounds(500, 500, 600, 600))


def test_while_tying_every_press_picks_and_nothing_is_moved() -> None:
    gesture = a_gesture()
    gesture.press(on_box(ties=True))
    gesture.move(400, 400)
    assert gesture.state == "picking"
    assert gesture.ghost() is None
    assert gesture.release() == Picked("a", extend=False)


def test_a_snapping_click_asks_for_what_the_picture_holds() -> None:
    assert drag(a_gesture(), on_nothing(pans=True, snaps=True)) == Snapped((500, 500))
    assert drag(a_gesture(), on_nothing(pans=True, snaps=True), (550, 550)) is None


def test_the_shape_in_hand_is_a_ghost() -> None:
    gesture = a_gesture()
    gesture.press(on_box())
    gesture.move(300, 300)
    assert gesture.active
    assert gesture.item_id == "a"
    assert gesture.ghost() == Box(250, 250, 200, 100)


def test_a_gesture_taken_back_leaves_nothing() -> None:
    gesture = a_gesture()
    gesture.press(on_box())
    gesture.move(300, 300)
    gesture.cancel()
    assert not gesture.active
    assert gesture.ghost() is None
    assert gesture.release() is None


def test_the_ghost_follows_and_ends_with_the_gesture() -> None:
    gesture = a_gesture()
    gesture.press(on_nothing(draws=True))
    assert gesture.drawn_bounds() is None
    gesture.move(400, 450)
    assert gesture.drawn_bounds() == Bounds(400, 450, 500, 500)
    gesture.release()
    assert gesture.drawn_bounds() is None
