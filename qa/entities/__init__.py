"""Entities as clusters of mentions: MUC, B-cubed, CEAF, BLANC, CoNLL."""
