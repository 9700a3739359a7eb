"""The demo sample: one simulated drive whose every modality is about the same things."""

from crosstie.resources.demo.generator import DemoNotMade, generate
from crosstie.resources.demo.gold import SAMPLE_ID, SIMULATOR, GoldRecord, gold_edits, gold_records

__all__ = ["SAMPLE_ID", "SIMULATOR", "DemoNotMade", "GoldRecord", "generate", "gold_edits", "gold_records"]
