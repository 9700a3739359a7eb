"""What a pilot is asked for."""

from collections.abc import Sequence
from typing import Final

import msgspec

from crosstie.qa.errors import QualityInvalid

FEWEST: Final = 100
MOST: Final = 500


class Asked(msgspec.Struct, frozen=True):
    """Vendors by name; `batches` narrow the samples, empty for all.

    `rates` are prices of an hour by vendor, with that under "" for everybody else. With `leave_out` samples
    that are not truly multimodal are left out instead of being refused. `difference` is one that is to be
    told apart, as a share.
    """

    vendors: tuple[str, ...]
    batches: tuple[str, ...] = ()
    rates: dict[str, float] = {}
    difference: float = 0.05
    leave_out: bool = False

    def rate(self, vendor: str) -> float | None:
        """What an hour of a vendor costs; None where nobody said."""
        return self.rates.get(vendor, self.rates.get(""))

    def require(self) -> None:
        """Raises QualityInvalid, naming the option, for what no pilot can be made from."""
        if not self.vendors:
            raise QualityInvalid("a pilot needs vendors: name each with --vendor, a pod or a person.")
        if not 0 < self.difference < 1:
            raise QualityInvalid(f"--difference {self.difference:g}: name a share below 1, such as 0.05.")
        unknown = [name for name in self.rates if name and name not in self.vendors]
        if unknown:
            raise QualityInvalid(f"--rate {unknown[0]}=…: there is no --vendor {unknown[0]}.")


def rates_from(told: Sequence[str]) -> dict[str, float]:
    """Prices of an hour from `12.50` or `VENDOR=12.50`. Raises QualityInvalid for what is neither."""
    found: dict[str, float] = {}
    for one in told:
        vendor, _equals, amount = one.rpartition("=")
        try:
            rate = float(amount)
        except ValueError:
            rate = -1.0
        if not 0 < rate < 1e9:
            raise QualityInvalid(f"--rate {one}: write what an hour costs, as 12.50 or VENDOR=12.50.")
        if vendor in found:
            raise QualityInvalid(f"--rate {one}: said twice for {vendor or 'everybody'}; keep one.")
        found[vendor] = rate
    return found
