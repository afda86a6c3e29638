"""`python -m workbench.worker`: takes commands on stdin and answers on stdout until stdin closes."""

import os
import signal
import sys

from workbench.core.threads import quiet_threads


def main() -> None:
    """Take the pipes aside before anything can print, then serve."""
    quiet_threads()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the front end's; the worker ends when its stdin closes
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # stray prints, of C libraries too, go to the log
    sys.stdout = sys.stderr
    from workbench.worker.serve import serve

    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
