"""The words of the program: values that every other part speaks in. Standard library and msgspec only."""
