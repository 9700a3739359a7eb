"""The entity panel: the pass's entities, what each appears in, and merging, splitting and renaming them."""
