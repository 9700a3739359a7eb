"""Which links are drawn in the lanes: by their type and by how sure one is of them."""

from typing import Final

import msgspec

from crosstie.schema.records import Link, LinkStatus

STATUSES: Final[tuple[LinkStatus, ...]] = ("certain", "candidate", "unsure", "rejected")


class LinkFilter(msgspec.Struct, frozen=True):
    """Rejected links are hidden unless asked for; every type is shown unless put aside."""

    statuses: frozenset[LinkStatus] = frozenset(STATUSES) - {"rejected"}
    types_aside: frozenset[str] = frozenset()

    def lets(self, link: Link) -> bool:
        """Whether a link is drawn."""
        return link.status in self.statuses and link.type_id not in self.types_aside

    def with_status(self, status: LinkStatus, *, shown: bool) -> "LinkFilter":
        """Links of a status shown or hidden."""
        statuses = self.statuses | {status} if shown else self.statuses - {status}
        return msgspec.structs.replace(self, statuses=statuses)

    def with_type(self, type_id: str, *, shown: bool) -> "LinkFilter":
        """Links of a type shown or hidden."""
        aside = self.types_aside - {type_id} if shown else self.types_aside | {type_id}
        return msgspec.structs.replace(self, types_aside=aside)
