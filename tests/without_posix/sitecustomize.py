"""Makes a Python process one without what only POSIX has. Found first on PYTHONPATH, it is imported at every start.

Taken away is what Windows' `os` and `signal` lack and a program might use. Kept is what libraries call that look at
`sys.platform`: `os.uname`, `sysconf`, `getuid` and `register_at_fork`; `shutil` and `subprocess` keep all of their own.
Links are refused, as on Windows.
"""

import asyncio  # noqa: F401  # this and others are imported while what they keep is still there
import concurrent.futures.process  # noqa: F401
import multiprocessing.resource_tracker
import multiprocessing.util  # noqa: F401
import os
import shutil
import signal
import subprocess
import sys
import tempfile  # noqa: F401
from types import SimpleNamespace
from typing import Any

import psutil  # noqa: F401

MODULES = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "crypt", "nis", "spwd")
NAMES = (
    *("chown", "chroot", "fchdir", "fchmod", "fchown", "lchown", "mkfifo", "mknod", "major", "minor", "makedev"),
    *("fork", "forkpty", "openpty", "posix_spawn", "posix_spawnp", "nice", "getpriority", "setpriority", "setpgid"),
    *("getloadavg", "confstr", "statvfs", "fstatvfs", "sync", "pread", "pwrite", "posix_fallocate", "posix_fadvise"),
    *("geteuid", "getgid", "getegid", "getgroups", "getpgid", "getpgrp", "getsid", "setsid", "setuid", "setgid"),
    *("killpg", "wait", "wait3", "wait4", "waitid", "WNOHANG", "WIFEXITED", "WEXITSTATUS", "WIFSIGNALED", "WTERMSIG"),
    *("sched_getaffinity", "sched_setaffinity", "sched_yield", "sendfile", "lockf", "ttyname", "ctermid", "getxattr"),
    *("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_DIRECTORY", "O_SYNC"),
)
SIGNALS = (
    *("SIGKILL", "SIGHUP", "SIGQUIT", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGCHLD", "SIGSTOP", "SIGCONT"),
    *("SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGXCPU", "SIGXFSZ", "SIGWINCH", "alarm", "setitimer", "getitimer", "pause"),
    *("sigwait", "sigpending", "pthread_kill", "pthread_sigmask", "siginterrupt"),
)


def no_links(*_arguments: Any, **_options: Any) -> None:
    """As on Windows without the privilege, or on a memory stick."""
    raise PermissionError(1, "Operation not permitted")


shutil.os = subprocess.os = SimpleNamespace(**vars(os))  # type: ignore[attr-defined, assignment]
subprocess.signal = SimpleNamespace(**vars(signal))  # type: ignore[attr-defined]
for module in MODULES:
    sys.modules[module] = None  # type: ignore[assignment]  # importing it raises ImportError from now on
for name in NAMES:
    vars(os).pop(name, None)
for name in SIGNALS:
    vars(signal).pop(name, None)
os.symlink = no_links
