"""The project on disk: the SQLite database, its migrations, and run folders. Imports neither torch nor Qt."""
