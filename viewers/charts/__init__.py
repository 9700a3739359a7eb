"""Charts of figures over batches and between classes, in the theme's colours."""
