"""SQLite for the embedded default, with one write lock per process."""
