"""Reads a sample for counting: its passes, and the labels of those that are compared, each once."""

from crosstie.qa.study.side import Scene, Side
from crosstie.schema.records import Actor, Pass, Sample
from crosstie.storage.columns import read_assets, read_columns
from crosstie.storage.database import Database
from crosstie.storage.lean import passes_by_sample
from crosstie.storage.queries import actors, require_sample
from crosstie.storage.schema_documents import SchemaDocuments


class SampleReader:
    """Reads samples of a project that is open for reading; actors and schemas are read once."""

    def __init__(self, database: Database) -> None:
        self._driver = database.driver
        self._documents = SchemaDocuments(database.driver)
        self.actors: dict[str, Actor] = {}

    def read(self, sample_id: str) -> "ReadSample":
        """Return a sample with its passes, no label read yet. Raises StoreFailed."""
        sample = require_sample(self._driver, sample_id)
        passes = next(passes_by_sample(self._driver, sample_id), {})
        if any(one.actor_id not in self.actors for one in passes.values()):
            self.actors = {one.id: one for one in actors(self._driver)}
        return ReadSample(sample, passes, self)

    def scene(self, sample_id: str) -> Scene:
        """Return what the passes of a sample share."""
        return Scene(read_assets(self._driver, sample_id))

    def side(self, opened: Pass, scene: Scene) -> Side:
        """Return the labels of a pass."""
        return Side(read_columns(self._driver, opened), scene, self._documents.by_ref(opened.schema))


class ReadSample:
    """One sample, whose passes are read when they are first compared."""

    def __init__(self, sample: Sample, passes: dict[str, Pass], reader: SampleReader) -> None:
        self.sample, self.passes = sample, passes
        self._reader = reader
        self._scene: Scene | None = None
        self._sides: dict[str, Side] = {}

    def side(self, opened: Pass) -> Side:
        """Return the labels of one of the passes."""
        if self._scene is None:
            self._scene = self._reader.scene(self.sample.id)
        found = self._sides.get(opened.id)
        if found is None:
            found = self._sides[opened.id] = self._reader.side(opened, self._scene)
        return found
