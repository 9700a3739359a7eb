"""Where labels and media live: SQLite store, op log, audit trail, media readers."""
