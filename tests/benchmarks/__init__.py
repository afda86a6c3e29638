"""Benchmarks of the program and of its methods; `python -m tests.benchmarks` lists them."""
