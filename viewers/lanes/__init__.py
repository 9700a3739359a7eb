"""The lanes: one row a modality on the shared clock, annotations as bars, links as curves between rows."""
