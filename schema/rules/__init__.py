"""Cross-modal consistency rules: what may be required, how a document says it, and the verdicts."""

from crosstie.schema.rules.violation import Violation

__all__ = ["Violation"]
