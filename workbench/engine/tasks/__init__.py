"""What differs between tasks. Each task is a module or package of this folder, or an entry point of another package."""
