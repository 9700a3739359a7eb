"""Link review without a window."""
