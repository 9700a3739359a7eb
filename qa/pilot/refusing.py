"""What is no pilot, and why."""

from collections.abc import Sequence
from typing import Final

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.pilot.asked import FEWEST, MOST, Asked
from crosstie.qa.pilot.counting import Piloted
from crosstie.qa.pilot.multimodal import WHY
from crosstie.qa.pilot.vendors import Vendor

_NAMED: Final = 3


def require_pilot(vendors: Sequence[Vendor], found: Sequence[Piloted], asked: Asked) -> None:
    """Raises QualityInvalid, in one line with how many and why, unless the samples make a pilot."""
    for vendor in vendors:
        if not any(vendor.name in one.passes for one in found):
            where = f" of {', '.join(asked.batches)}" if asked.batches else ""
            raise QualityInvalid(f"--vendor {vendor.name}: has labelled no sample{where}; name who has")
    lacking = [one for one in found if one.lack]
    if lacking and not asked.leave_out:
        raise QualityInvalid(
            f"no pilot: {len(lacking):,} of {len(found):,} samples are not truly multimodal: {_why(lacking)}."
            " Links across modalities are what is measured, and single modalities bundled together have none;"
            " label samples that tie modalities together, or leave these out with --leave-out"
        )
    n, left = len(found) - len(lacking), f" once {len(lacking):,} are left out" if lacking else ""
    if n < FEWEST:
        raise QualityInvalid(
            f"no pilot: {n:,} truly multimodal samples{left}, and fewer than {FEWEST} tell vendors apart"
            " only where one is very bad; have each label the same 100 to 500"
        )
    if n > MOST:
        raise QualityInvalid(
            f"no pilot: {n:,} samples{left}, and more than {MOST} are production: `crosstie qa` measures that"
            " by pod; --batch chooses a pilot's batches"
        )


def _why(lacking: Sequence[Piloted]) -> str:
    parts = []
    for lack, why in WHY.items():
        names = [one.makeup.sample_id for one in lacking if one.lack == lack]
        if names:
            more = ", …" if len(names) > _NAMED else ""
            parts.append(f"{len(names):,} {why} ({', '.join(names[:_NAMED])}{more})")
    return ", ".join(parts)
