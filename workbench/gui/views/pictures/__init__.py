"""Images to look at: alone, before and after, or in rows."""
