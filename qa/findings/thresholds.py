"""From where on a difference is worth a person's time; docs/qa/findings.md explains each."""

from typing import Final

FALSE_SHARE: Final = 0.01
"""The share of findings that may be false: Benjamini-Hochberg over everything that was tested."""
MIN_SAMPLES: Final = 30
"""A slice with fewer samples is shown with its interval and never found at fault."""
LINKS_RIGHT: Final = 0.90
"""Link F1 where both ends were found: below it links are wrong, not merely noisy."""
LINKS_BEHIND: Final = 0.10
"""How far that F1 lies below the share of link ends that were found."""
SLICE_GAP: Final = 0.05
"""How far a slice lies from all others."""
DRIFT_GAP: Final = 0.10
"""By how much more a pod gives a class another name since a batch than before, less what others changed."""
ANCHORING_GAP: Final = 0.10
"""How much more often a wrong suggestion stands where it was shown than in blind passes."""
RULE_BROKEN: Final = 0.10
"""The share of samples in which a rule is broken."""
BATCH_GAP: Final = 0.05
"""How far a batch lies from the centre of its chart."""
