"""Predictions of images in shards: folders, tar files, Parquet files, here or at a URL; written in parts."""
