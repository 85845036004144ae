"""The store: tables, migrations and repositories, on SQLite or PostgreSQL alike."""
