"""Link review: candidates one by one, both ends brought into view, decided on with one key each."""
