"""The exporter of each task: a module or package of this folder, or an entry point."""
