"""Settings of the property tests."""

from hypothesis import settings

# A busy machine may be slow now and then; what is tested is the answer.
settings.register_profile("crosstie", deadline=None)
settings.load_profile("crosstie")
