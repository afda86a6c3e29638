"""From folders to batches: scanning, decoding, caching, augmentation and batching."""
