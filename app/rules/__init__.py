"""The rules in the window: kept in step, listed, gone to and mended."""
