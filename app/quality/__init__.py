"""Quality in the window: the figures of a project as a page, made beside the window, kept in step with it."""
