"""How long a sample lasts, and where its annotations lie."""

from crosstie.schema import edits as ed
from crosstie.schema.anchors import Anchor
from crosstie.schema.clock import AssetClock
from crosstie.schema.edits import PROJECT_CHAIN, sample_of
from crosstie.schema.sample_state import SampleState
from crosstie.schema.timing import annotation_span_ns, asset_span_ns, sample_duration_ns
from tests.schema import samples
from tests.schema.golden import EDITS
from tests.schema.samples import SECOND, annotation, sample_state


def test_a_sample_ends_with_its_last_asset() -> None:
    state = sample_state()
    assert sample_duration_ns(state) == 9 * SECOND
    late = ed.SetAssetClock("s1", "mic", AssetClock(), AssetClock(2 * SECOND, 1, 2))
    state.apply([late])
    assert asset_span_ns(state.assets["mic"]) == (2 * SECOND, 20 * SECOND)
    assert sample_duration_ns(state) == 20 * SECOND
    assert sample_duration_ns(SampleState("empty")) == 0


def test_annotations_lie_where_their_assets_clock_puts_them() -> None:
    camera = sample_state().assets["cam"]

    def span(anchor: Anchor) -> tuple[int, int] | None:
        return annotation_span_ns(annotation("a", "c_truck", "cam", anchor), camera)

    assert span(samples.BOX_TRACK) == (SECOND // 2, SECOND * 3 // 2)
    assert span(samples.SPEECH) == (SECOND // 2, SECOND * 3 // 2)
    assert span(samples.BOX) is None


def test_every_edit_belongs_to_one_chain() -> None:
    assert {type(edit) for edit in EDITS if sample_of(edit) == PROJECT_CHAIN} == {ed.AddActor, ed.UseSchema}
    assert {sample_of(edit) for edit in EDITS} == {PROJECT_CHAIN, "s1"}
