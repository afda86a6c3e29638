"""Labels in files: one format a file, on one contract."""
