"""How many samples, from where, and when a batch is accepted."""
