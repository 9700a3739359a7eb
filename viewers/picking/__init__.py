"""Pick mode: what can be picked wears a code of one or two letters, in every pane."""
