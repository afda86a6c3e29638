"""What leaves a watched folder besides the table: counts, a local page, and messages to other machines."""
