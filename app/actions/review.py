"""Actions of link review. While it lasts, its keys win over the usual ones."""

from collections.abc import Callable
from functools import partial

from crosstie.app.actions.action import Action, always
from crosstie.app.review.desk import ReviewDesk


def review_actions(desk: ReviewDesk) -> tuple[Action, ...]:
    """Entering review, and what is done in it."""
    review = desk.review

    def asked() -> bool:
        return review.candidate is not None and not review.aiming

    def aimed() -> bool:
        return review.candidate is not None

    def rivalled() -> bool:
        return asked() and (review.rival is not None or bool(review.came_from))

    def finished() -> bool:
        return review.candidate is None

    return (
        Action(
            "review_links",
            "Review links",
            "Review",
            desk.toggle,
            ("Ctrl+L",),
            checked=lambda: review.active,
            about=desk.waiting_text,
            hint="Shows what waits for a decision one by one, both ends in sight",
        ),
        _act("review_accept", "Accept", partial(review.decide, "certain"), "A", when=asked),
        _act("review_reject", "Reject", partial(review.decide, "rejected"), "R", when=asked),
        _act(
            "review_unsure",
            "Unsure: leave it to the adjudicator",
            partial(review.decide, "unsure"),
            "U",
            when=asked,
        ),
        _act("review_next", "Later: show it again at the end", review.put_off, "N", when=asked),
        _act(
            "review_back",
            "Back to the one before",
            review.go_back,
            "Backspace",
            "Shift+N",
            when=lambda: not review.aiming,
        ),
        _act("review_aim", "Re-aim: pick the end that is right", review.aim, "X", when=asked),
        _act(
            "review_keep_other",
            "Keep the other end while re-aiming",
            review.keep_other,
            "Tab",
            when=lambda: review.aiming,
        ),
        _act(
            "review_rival", "Look at the candidate that it contradicts", review.see_rival, "C", when=rivalled
        ),
        _act(
            "review_play",
            "Play the span again",
            review.play_again,
            "Space",
            "P",
            when=lambda: review.can_play,
        ),
        _act(
            "review_alone", "Only the two panes, or all of them", review.stage.toggle_alone, "M", when=aimed
        ),
        _act(
            "review_next_sample",
            "Next sample in which something waits",
            desk.next_sample,
            "Return",
            "Enter",
            when=finished,
        ),
        _act("review_leave", "Leave review", desk.leave, "Escape"),
    )


def _act(
    name: str, title: str, run: Callable[[], object], *keys: str, when: Callable[[], bool] = always
) -> Action:
    return Action(name, title, "Review", run, keys, when, mode="review")
