"""Actions of link review. While it lasts, its keys win over the usual ones."""

from collections.abc import Callable
from functools import partial

from crosstie.app.actions.action import Action, always
from crosstie.app.review.desk import ReviewDesk
from crosstie.app.review.review import Review


def review_actions(desk: ReviewDesk) -> tuple[Action, ...]:
    """Entering review, and what is done in it."""
    review = desk.review
    begin = Action(
        "review_links",
        "Review links",
        "Review",
        desk.toggle,
        ("Ctrl+L",),
        checked=lambda: review.active,
        about=desk.waiting_text,
        hint="Shows what waits for a decision one by one, both ends in sight",
    )
    return (begin, *_deciding(review), *_looking(review), *_going(desk))


def _deciding(review: Review) -> tuple[Action, ...]:
    def asked() -> bool:
        return review.candidate is not None and not review.aiming

    unsure = "Unsure: leave it to the adjudicator"
    return (
        _act("review_accept", "Accept", partial(review.decide, "certain"), "A", when=asked),
        _act("review_reject", "Reject", partial(review.decide, "rejected"), "R", when=asked),
        _act("review_unsure", unsure, partial(review.decide, "unsure"), "U", when=asked),
        _act("review_next", "Later: show it again at the end", review.put_off, "N", when=asked),
        _act("review_aim", "Re-aim: pick the end that is right", review.aim, "X", when=asked),
        _act(
            "review_keep_other",
            "Keep the other end while re-aiming",
            review.keep_other,
            "Tab",
            when=lambda: review.aiming,
        ),
    )


def _looking(review: Review) -> tuple[Action, ...]:
    def not_aiming() -> bool:
        return not review.aiming

    def rivalled() -> bool:
        rivals = review.rival is not None or bool(review.came_from)
        return review.candidate is not None and not review.aiming and rivals

    def alone() -> bool:
        return review.candidate is not None and not review.aiming

    back, rival = "Back to the one before", "Look at the candidate that it contradicts"
    toggle_alone = review.stage.toggle_alone
    return (
        _act("review_back", back, review.go_back, "Backspace", "Shift+N", when=not_aiming),
        _act("review_rival", rival, review.see_rival, "C", when=rivalled),
        _act(
            "review_play",
            "Play the span again",
            review.play_again,
            "Space",
            "P",
            when=lambda: review.can_play,
        ),
        _act("review_alone", "Only the two panes, or all of them", toggle_alone, "M", when=alone),
    )


def _going(desk: ReviewDesk) -> tuple[Action, ...]:
    following = "Next sample in which something waits"

    def finished() -> bool:
        return desk.review.candidate is None

    return (
        _act("review_next_sample", following, desk.next_sample, "Return", "Enter", when=finished),
        _act("review_leave", "Leave review", desk.leave, "Escape"),
    )


def _act(
    name: str, title: str, run: Callable[[], object], *keys: str, when: Callable[[], bool] = always
) -> Action:
    return Action(name, title, "Review", run, keys, when, mode="review")
