"""How long quality figures take: metrics against other libraries, a report against reading its columns."""
