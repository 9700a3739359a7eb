"""What Alembic runs: the revisions, on the connection and in the transaction that the caller opened."""

from alembic import context

from crosstie.storage.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
