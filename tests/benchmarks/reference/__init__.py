"""Whether two commits compute the same: every method, task, translator and export format, bit for bit."""

from tests.benchmarks.reference.command import main as main
