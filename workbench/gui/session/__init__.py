"""What every step shares: the open project, its records, the workers, and work in the background."""
