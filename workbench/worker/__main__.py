"""The worker: serves the requests of stdin, is the side of a host, or executes one run of a host.

`python -m workbench.worker`: reads requests from stdin and writes responses to stdout until stdin closes. With `host
ROOT`, what it reads are the commands of `host.protocol`. With `run REQUEST LOCK`, it carries out the request in a file.
"""

import os
import signal
import sys
from typing import BinaryIO

from workbench.core.threads import quiet_threads


def main() -> None:
    """Redirect stdout to stderr before anything can print, then serve requests."""
    quiet_threads()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the front end handles Ctrl+C; the worker ends when its stdin closes
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output of libraries, also C libraries, goes to the log
    sys.stdout = sys.stderr
    match sys.argv[1:]:
        case []:
            from workbench.worker.serve import serve

            serve(sys.stdin.buffer, replies)
        case ["host", root]:
            from workbench.worker.host.serve_host import serve_host

            serve_host(root, sys.stdin.buffer, replies)
        case ["run", request, lock]:
            _run(request, int(lock), replies)
        case _:
            sys.exit("workbench-worker: the program starts it with the arguments that it takes")


def _run(request: str, lock: int, replies: BinaryIO) -> None:
    """Carry out a request of a host. The lock is held until this process ends, but not by processes that it starts."""
    from pathlib import Path

    import msgspec

    from workbench.worker.commands import Request
    from workbench.worker.serve import serve_one

    os.set_inheritable(lock, False)
    serve_one(msgspec.msgpack.decode(Path(request).read_bytes(), type=Request), sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
