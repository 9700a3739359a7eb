"""What a pilot's report must say beside its numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence

from crosstie.qa.pilot.asked import FEWEST, Asked
from crosstie.qa.pilot.counting import CountedSample, Piloted
from crosstie.qa.pilot.vendors import Vendor
from crosstie.qa.pilot.working_time import BREAK_MS


def assumed(asked: Asked, vendors: Sequence[Vendor]) -> Iterator[str]:
    """How the numbers are made, as far as they could be made otherwise."""
    yield "Labels are held against the gold pass of each sample, else the adjudicated one."
    yield (
        "Working time is from each edit of a pass to the next, as far as it is no longer than "
        f"{BREAK_MS // 60_000} minutes; longer gaps are breaks. What follows the last edit is not in it."
    )
    if len(vendors) > 1:
        yield (
            "The sample is the unit of every difference, and samples that both labelled are paired. Vendors "
            "are told apart at a false discovery rate of 5 %, and what can be found is found with power 80 %."
        )


def warnings(
    vendors: Sequence[Vendor], samples: Sequence[Piloted], counted: Sequence[CountedSample]
) -> Iterator[str]:
    """What makes the numbers weaker than they look."""
    for vendor in vendors:
        n = sum(vendor.name in one.passes for one in samples)
        if n < FEWEST:
            yield f"{vendor.name} labelled {n:,} of the samples, fewer than {FEWEST}: its limits are wide."
    apart = sum(len(one.passes) < len(vendors) for one in samples)
    if apart:
        yield (
            f"{apart:,} samples were not labelled by every vendor: differences hold only if samples were "
            "dealt out at random."
        )
    reasons = Counter(reason for one in counted for reason in set(one.refused))
    for reason, n in reasons.most_common():
        yield f"{n:,} samples: {reason}."
