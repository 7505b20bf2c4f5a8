"""Run by alembic: the steps go over the connection, and in the transaction, that they are handed."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
