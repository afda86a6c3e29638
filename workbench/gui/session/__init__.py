"""The state that all steps share: the open project, its records, the workers and background work."""
