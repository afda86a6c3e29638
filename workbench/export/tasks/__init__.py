"""What leaves of each task's models. Each task is a module or package of this folder, or an entry point."""
