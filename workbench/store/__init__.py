"""The project on disk: SQLite, run folders, migrations. No torch, no Qt."""
