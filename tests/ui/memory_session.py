"""A session without a store: applies edits to a state in memory, for tests of single panes."""

from collections.abc import Sequence
from pathlib import Path

from crosstie.schema.changes import Changes
from crosstie.schema.document import SchemaDocument, load_schema, schema_ref
from crosstie.schema.edits import AddAsset, AddSample, Edit, OpenPass
from crosstie.schema.errors import CrosstieError
from crosstie.schema.records import Asset, Pass, Sample
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import check_edit
from crosstie.viewers.context import PaneContext

SAMPLE_ID = "s1"
PASS_ID = "p1"


class MemorySession:
    """Checks and applies each gesture like the store does, and tells the context."""

    def __init__(self, schema_yaml: bytes, assets: Sequence[Asset], root: Path, cache: Path) -> None:
        self.document: SchemaDocument = load_schema(schema_yaml, "test schema")
        self.state = SampleState(SAMPLE_ID)
        self.gestures: list[tuple[Edit, ...]] = []
        self.refusals: list[str] = []
        opened = Pass(PASS_ID, SAMPLE_ID, "assisted", "an", schema_ref(self.document))
        self.state.apply([AddSample(Sample(SAMPLE_ID, "en")), *map(AddAsset, assets), OpenPass(opened)])
        self.context = PaneContext(self)
        self.context.document = self.document
        self.context.media_root, self.context.cache_dir = root, cache

    def show(self, duration_ns: int) -> None:
        """Opens the sample in the context."""
        self.context.show_sample(self.state, PASS_ID, read_only=False, duration_ns=duration_ns)

    def submit(self, edits: Sequence[Edit], initiator: str) -> None:
        """Applies one gesture; a refusal is noted and said."""
        try:
            for edit in edits:
                check_edit(self.document, self.state, edit)
            changes: Changes = self.state.apply(edits, initiator)
        except CrosstieError as error:
            self.refusals.append(str(error))
            self.context.say(str(error), "bad")
            return
        self.gestures.append(tuple(edits))
        self.context.show_changes(changes)
