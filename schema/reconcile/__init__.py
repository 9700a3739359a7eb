"""One schema out of several taxonomies: reading them, proposing what is the same, and uniting them."""
