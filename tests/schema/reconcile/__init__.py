"""One schema out of several taxonomies."""
