"""The school in a relational database: SQLite by default, PostgreSQL for more than one machine."""
