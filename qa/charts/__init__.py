"""Control charts over batches."""
