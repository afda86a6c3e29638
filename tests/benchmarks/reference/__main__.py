"""`python -m tests.benchmarks.reference OLD NEW`."""

import sys

from tests.benchmarks.reference.command import main

main(sys.argv[1:])
