"""Schema documents of a project that is open for reading, each loaded once."""

from crosstie.schema.document import SchemaDocument, load_kept_schema
from crosstie.schema.records import SchemaRef
from crosstie.storage.database import Driver
from crosstie.storage.errors import StoreFailed
from crosstie.storage.queries import schemas


class SchemaDocuments:
    """Every document that was ever in use, by the hash that a pass names."""

    def __init__(self, driver: Driver) -> None:
        self._kept = {one.ref.sha256: one for one in schemas(driver)}
        self._loaded: dict[str, SchemaDocument] = {}

    def by_ref(self, ref: SchemaRef) -> SchemaDocument:
        """The document of a pass's schema. Raises StoreFailed when the project never used it."""
        found = self._loaded.get(ref.sha256)
        if found is None:
            kept = self._kept.get(ref.sha256)
            if kept is None:
                raise StoreFailed(f"schema {ref.id} {ref.version} ({ref.sha256[:12]}) is not in the project")
            found = self._loaded[ref.sha256] = load_kept_schema(kept.source, f"{ref.id} {ref.version}")
        return found

    def all(self) -> tuple[SchemaDocument, ...]:
        """Every document, the first in use first."""
        return tuple(self.by_ref(one.ref) for one in self._kept.values())
