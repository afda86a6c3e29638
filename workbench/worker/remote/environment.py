"""The program's environment on a host: making it, with uv or venv, below the host's root."""

import os
import shlex
import subprocess
from pathlib import Path

from workbench import __version__
from workbench.core.errors import UserError
from workbench.core.program import NAME
from workbench.store.hosts import Host
from workbench.worker.host.layout import MARK
from workbench.worker.remote.connection import client, explained, printable, quoted

SECONDS = 3600.0  # for the download of torch, on a slow line
REQUIREMENT = f"{NAME}=={__version__}"


def install_script(host: Host, wheel: Path | None = None) -> str:
    """The shell script that makes the environment of a host. A `wheel` arrives on its stdin."""
    root = quoted(host.root)
    lines = [
        "set -e",
        f"mkdir -p {root}/cache",
        f"[ -e {root}/{MARK} ] || echo 'workbench hosts clean deletes this folder.' > {root}/{MARK}",
        f"export UV_CACHE_DIR={root}/cache/uv UV_PYTHON_INSTALL_DIR={root}/python PIP_CACHE_DIR={root}/cache/pip",
    ]
    what = shlex.quote(REQUIREMENT)
    if wheel is not None:
        what = f"{root}/cache/{shlex.quote(wheel.name)}"
        lines.append(f"cat > {what}")
    env = f"{root}/env"
    return "\n".join(
        (
            *lines,
            "if command -v uv >/dev/null; then",
            f"  uv venv -q --clear {env} </dev/null && uv pip install -q --python {env}/bin/python {what} </dev/null",
            "else",
            f"  python3 -m venv --clear {env} </dev/null && {env}/bin/python -m pip install -q {what} </dev/null",
            "fi",
        )
    )


def install(host: Host, wheel: Path | None = None) -> None:
    """Make the environment of a host. Raises UserError with what its tools say."""
    if wheel is not None and (wheel.suffix != ".whl" or not wheel.is_file()):
        raise UserError(f"There is no wheel {wheel}.", "Build one: python -m build --wheel")
    command = [*client(), "--", host.name, f"exec sh -c {shlex.quote(install_script(host, wheel))}"]
    try:
        with Path(wheel or os.devnull).open("rb") as content:
            done = subprocess.run(
                command,
                stdin=content,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise UserError(f"{host.name} took longer than {SECONDS / 60:.0f} minutes.", "Look at it by hand.") from error
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        last = printable(lines[-1]) if lines else ""
        if done.returncode == 255:
            raise explained(host.name, done.returncode, last)
        raise UserError(
            f"The environment on {host.name} could not be made ({last or f'status {done.returncode}'}).",
            f"If the version is not published, build a wheel and give it: --wheel FILE (wanted: {REQUIREMENT}).",
        )
