"""Projects with faults planted in them, and whether the report names each."""
