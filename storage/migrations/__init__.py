"""Alembic migrations, from the first table on; `bot.migrating` runs them."""
