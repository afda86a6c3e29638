"""Files of pretrained weights: the folder that torch.hub keeps them in, and downloads that resume and are checked."""

import contextlib
import hashlib
import http.client
import os
import urllib.error
import urllib.request
from collections.abc import Generator
from pathlib import Path
from typing import IO, Any, NamedTuple

import torch
from filelock import FileLock, Timeout

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.files import move

CHUNK = 1 << 20  # bytes at a time, at most
PATIENCE = 20.0  # seconds without an answer or a byte
HUB = "https://huggingface.co"
HUB_ENDPOINT = "HF_ENDPOINT"  # the environment variable by which the hub's own tools find a mirror
HUB_DIGEST = "X-Linked-ETag"  # the SHA-256 of a large file, sent by the hub before it redirects
PARTIAL, NOTHING_LEFT = 206, 416  # HTTP


class WeightFile(NamedTuple):
    """A file of weights. `name`: its name in the cache. `megabytes`: about its size.

    `url`: where it is; a path is below the hub. `digest`: the first hexadecimal digits of its SHA-256; if empty, the
    server sends it.
    """

    url: str
    name: str
    megabytes: int
    digest: str = ""

    @property
    def path(self) -> Path:
        """Its place in the cache. A file that was copied there by hand works as well."""
        return weight_folder() / self.name

    @property
    def address(self) -> str:
        """The whole URL."""
        return self.url if "://" in self.url else f"{os.environ.get(HUB_ENDPOINT, HUB).rstrip('/')}/{self.url}"


def weight_folder() -> Path:
    """The folder in which torch.hub, and so torchvision, keeps weights. TORCH_HOME moves it."""
    return Path(torch.hub.get_dir()) / "checkpoints"


def fetch(file: WeightFile, title: str) -> Generator[Prepared, None, Path]:
    """Download a file into the cache, unless it is there. Yields progress in bytes; returns its path.

    `title`: of the net, for messages. A download that was interrupted, by an error or because the generator was closed,
    continues where it ended. Raises UserError if the server cannot be reached, or the file is not the expected one.
    """
    path = file.path
    if path.is_file():
        return path
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{part}.lock", blocking=False):
            if not path.is_file():  # another process may have just finished
                expected = yield from _download(file, part, title)
                _check(file, part, expected)
                move(part, path)
    except Timeout as error:
        raise UserError(f"{path.name} is being downloaded by another process.", "Wait until it has ended.") from error
    except (OSError, http.client.HTTPException) as error:
        raise UserError(f"The weights of {title} could not be downloaded ({_reason(error)}).", by_hand(file)) from error
    with contextlib.suppress(OSError):
        Path(f"{part}.lock").unlink()
    return path


def by_hand(file: WeightFile) -> str:
    """How to get a file without this program."""
    return f"Try again to continue it, or copy {file.address} to {file.path}."


def _download(file: WeightFile, part: Path, title: str) -> Generator[Prepared, None, str]:
    """Append what is missing to `part`. Returns the SHA-256 that the server sent; empty if it sent none."""
    redirects = _Redirects()
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(file.address, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        answer = urllib.request.build_opener(redirects).open(request, timeout=PATIENCE)
    except urllib.error.HTTPError as error:
        if error.code != NOTHING_LEFT:
            raise
        return redirects.digest or _digest_of(error.headers)  # the part is whole, or of another file
    with answer, part.open("ab") as out:
        if answer.status != PARTIAL:  # from the beginning, whatever was asked
            have = 0
            out.truncate(0)
        total = have + int(answer.headers.get("Content-Length") or 0)
        yield from _copied(answer, out, Prepared(f"Downloading {title}", have, max(total, have)))
        if part.stat().st_size < total:
            raise OSError(f"the connection broke after {part.stat().st_size / 1e6:.0f} of {total / 1e6:.0f} MB")
        return redirects.digest or _digest_of(answer.headers)


def _copied(answer: http.client.HTTPResponse, out: IO[bytes], begun: Prepared) -> Generator[Prepared, None, None]:
    done = begun.done
    while content := answer.read1(CHUNK):  # what has arrived, so that a slow download can be stopped
        out.write(content)
        out.flush()
        done += len(content)
        yield Prepared(begun.what, done, max(begun.total, done))


def _check(file: WeightFile, part: Path, sent: str) -> None:
    """Delete a part whose SHA-256 is not the expected one, and raise UserError."""
    expected = file.digest or sent
    if not expected:
        part.unlink()
        raise UserError(f"The server sent no checksum of {file.name}.", by_hand(file))
    with part.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if not found.startswith(expected):
        part.unlink()
        shown = found[: len(expected)]
        raise UserError(
            f"{file.address} is not the expected file: its SHA-256 begins with {shown[:12]}, not {expected[:12]}.",
            "Fetch it again. If this happens again, the file was changed on its way or on the server: do not use it.",
        )


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, and keeps the checksum that came with the first of them."""

    def __init__(self) -> None:
        self.digest = ""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """The request that follows."""
        self.digest = self.digest or _digest_of(headers)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _digest_of(headers: Any) -> str:
    value = str(headers.get(HUB_DIGEST) or "").strip('"').lower()
    return value if len(value) == hashlib.sha256().digest_size * 2 else ""


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return str(reason).splitlines()[0][:160] if str(reason) else type(error).__name__
