"""The schema of the database, as migration steps: step n migrates version n to version n + 1."""

import sqlite3

STEPS = (
    """
    CREATE TABLE domain (side TEXT PRIMARY KEY, folder TEXT NOT NULL);
    CREATE TABLE run (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, created REAL NOT NULL, job BLOB NOT NULL,
        status TEXT NOT NULL, scores BLOB, seconds REAL, message TEXT NOT NULL DEFAULT ''
    );
    CREATE TABLE action (
        id INTEGER PRIMARY KEY, time REAL NOT NULL, user TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('label', 'undo', 'redo')), of INTEGER REFERENCES action (id)
    );
    CREATE TABLE change (
        action INTEGER NOT NULL REFERENCES action (id), path TEXT NOT NULL, before TEXT, after TEXT,
        PRIMARY KEY (action, path)
    ) WITHOUT ROWID;
    CREATE TABLE label (path TEXT PRIMARY KEY, label TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    ALTER TABLE run ADD COLUMN trashed REAL;
    CREATE TABLE tag (run TEXT NOT NULL REFERENCES run (id), tag TEXT NOT NULL, PRIMARY KEY (run, tag)) WITHOUT ROWID;
    """,
    """
    ALTER TABLE action ADD COLUMN why TEXT NOT NULL DEFAULT '';
    CREATE TABLE content (
        path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, digest BLOB NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE unsure (path TEXT PRIMARY KEY) WITHOUT ROWID;
    ALTER TABLE change ADD COLUMN unsure_before INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE change ADD COLUMN unsure_after INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE class_key (class TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE) WITHOUT ROWID;
    """,
    """
    CREATE TABLE translation (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, created REAL NOT NULL, job BLOB NOT NULL,
        status TEXT NOT NULL, quality BLOB, seconds REAL, message TEXT NOT NULL DEFAULT '',
        written TEXT NOT NULL DEFAULT ''
    );
    """,
    """
    CREATE TABLE kept (path TEXT PRIMARY KEY, label TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE stroke (
        id INTEGER PRIMARY KEY, path TEXT NOT NULL, tool TEXT NOT NULL, label TEXT NOT NULL, shape BLOB NOT NULL,
        stands INTEGER NOT NULL
    );
    CREATE INDEX stroke_path ON stroke (path);
    CREATE TABLE turn (
        action INTEGER NOT NULL REFERENCES action (id), stroke INTEGER NOT NULL REFERENCES stroke (id),
        stands INTEGER NOT NULL, PRIMARY KEY (action, stroke)
    ) WITHOUT ROWID;
    """,
    """
    ALTER TABLE translation ADD COLUMN trashed REAL;
    ALTER TABLE tag RENAME TO run_tag;
    CREATE TABLE tag (run TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (run, tag)) WITHOUT ROWID;
    INSERT INTO tag SELECT run, tag FROM run_tag;
    DROP TABLE run_tag;
    """,
    """
    CREATE TABLE identity (id TEXT NOT NULL);
    INSERT INTO identity VALUES (lower(hex(randomblob(16))));
    """,
    """
    CREATE TABLE domain_range (side TEXT PRIMARY KEY, folder TEXT NOT NULL, deep BLOB NOT NULL);
    """,
    """
    CREATE TABLE drawn (path TEXT PRIMARY KEY, rank TEXT NOT NULL, x INTEGER, y INTEGER) WITHOUT ROWID;
    CREATE TABLE draw (
        action INTEGER NOT NULL REFERENCES action (id), path TEXT NOT NULL, stands INTEGER NOT NULL,
        rank TEXT NOT NULL, x INTEGER, y INTEGER, PRIMARY KEY (action, path, stands)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE correction (path TEXT PRIMARY KEY, given TEXT NOT NULL, label TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE correcting (
        action INTEGER NOT NULL REFERENCES action (id), path TEXT NOT NULL, stands INTEGER NOT NULL,
        given TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY (action, path, stands)
    ) WITHOUT ROWID;
    CREATE TABLE source_content (
        path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, digest BLOB NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE filter (name TEXT PRIMARY KEY, query TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE miss_cost (label TEXT PRIMARY KEY, cost REAL NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE watched (path TEXT PRIMARY KEY, time REAL NOT NULL, score REAL NOT NULL, why TEXT NOT NULL)
    WITHOUT ROWID;
    """,
)
VERSION = len(STEPS)
TRANSLATIONS, IDENTITY = 5, 9  # the first versions with these tables


def migrate(database: sqlite3.Connection) -> None:
    """Migrate a database to the current version. Each step is one transaction."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    for number in range(version, VERSION):
        database.executescript(f"BEGIN; {STEPS[number]} PRAGMA user_version = {number + 1}; COMMIT;")
