"""Value types and constants shared by all packages. Depends only on the standard library, msgspec and natsort."""
