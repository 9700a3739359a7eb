"""Settings for the property tests."""

from hypothesis import settings

# On two busy cores any example may be slow once: what is tested is behaviour, not speed.
settings.register_profile("crosstie", deadline=None)
settings.load_profile("crosstie")
