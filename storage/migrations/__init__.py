"""Alembic revisions of `project.db`: how each version of the tables came from the one before."""
