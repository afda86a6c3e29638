"""From folders to batches: scan, decode, cache, augment, batch."""
