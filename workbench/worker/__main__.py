"""`python -m workbench.worker`: reads requests from stdin and writes responses to stdout until stdin closes."""

import os
import signal
import sys

from workbench.core.threads import quiet_threads


def main() -> None:
    """Redirect stdout to stderr before anything can print, then serve requests."""
    quiet_threads()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the front end handles Ctrl+C; the worker ends when its stdin closes
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output of libraries, also C libraries, goes to the log
    sys.stdout = sys.stderr
    from workbench.worker.serve import serve

    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
