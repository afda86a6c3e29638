"""Paths of images as other programs write them: relative, absolute on any system, or addresses on the web."""

import base64
import binascii
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

from workbench.core.name_matching import NameIndex

_ABSOLUTE = re.compile(r"/|[A-Za-z][\w+.-]*:")  # also drives of Windows, and shares: \\server\share
_UPLOAD = re.compile(r"/data/upload/(?:.*/)?(?:[0-9a-f]{8}-)?([^/]+)$")  # Label Studio puts a hash before the name
_IN_QUERY = ("d", "path", "file", "filename", "fileuri", "key", "url", "image")
_SCHEME = re.compile(r"[A-Za-z][\w+.-]+://")


class WrittenPaths:
    """Finds the sample that a written path means.

    A path is tried as written, with forward slashes, without the escapes and the query of an address, relative to each
    of `bases`, and as an absolute path. Of absolute paths and addresses of other machines, the longest end that is a
    sample's path counts.
    """

    def __init__(self, root: Path, samples: Iterable[str], bases: Iterable[Path]) -> None:
        self.root, self.bases = os.path.abspath(root), list(bases)
        self.index = NameIndex(samples)

    def find(self, written: str) -> str | None:
        """The sample's path; None if there is none."""
        forms = list(path_forms(written))
        for form in forms:
            if found := self.index.find(form) or self._relative(form):
                return found
        for form in forms:
            if found := self._end(form):
                return found
        return self._upload(written)

    def why_not(self, written: str) -> str:
        """Why no sample is found, as far as the names of the samples tell."""
        *_, form = path_forms(written)
        if near := self.index.near(form):
            return f"“{near}” differs in case, space or digits"
        path = PurePosixPath(form)
        if (other := self._by_name.get(path.name)) is not None:
            return f"no image has this path; {other} has the same name"
        if path.name and (other := self._by_stem.get(path.with_suffix("").as_posix())) is not None:
            return f"no image has this path; {other} has another ending"
        return "no image has this path"

    def _relative(self, form: str) -> str | None:
        for base in self.bases:
            absolute = os.path.abspath(os.path.join(base, form))
            inside = absolute.startswith(self.root + os.sep)
            relative = absolute[len(self.root) + 1 :] if inside else absolute
            if found := self.index.find(Path(relative).as_posix()):
                return found
        return None

    def _end(self, form: str) -> str | None:
        """The longest end of an absolute path."""
        if not _ABSOLUTE.match(form):
            return None
        parts = form.split("/")
        ends = ("/".join(parts[start:]) for start in range(1, len(parts)))
        return next((found for end in ends if end and (found := self.index.find(end))), None)

    def _upload(self, written: str) -> str | None:
        """The only sample of the name of a file that was uploaded, which loses folders and odd characters."""
        upload = _UPLOAD.search(unquote(urlsplit(written).path) if "?" in written else unquote(written))
        if upload is None:
            return None
        fitting = self._uploaded.get(upload[1], [])
        return fitting[0] if len(fitting) == 1 else None

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {PurePosixPath(sample).name: sample for sample in reversed(self.index.names)}

    @cached_property
    def _by_stem(self) -> dict[str, str]:
        return {PurePosixPath(sample).with_suffix("").as_posix(): sample for sample in reversed(self.index.names)}

    @cached_property
    def _uploaded(self) -> dict[str, list[str]]:
        """The samples by their name, and by the name under which an upload is stored."""
        samples: dict[str, list[str]] = defaultdict(list)
        for sample in self.index.names:
            name = PurePosixPath(sample).name
            for known in {name, _valid(name)}:
                samples[known].append(sample)
        return samples


def path_forms(written: str) -> Iterator[str]:
    """The forms in which a path is looked for, the most literal first, each once."""
    yield from dict.fromkeys(_forms(written))


def _forms(written: str) -> Iterator[str]:
    yield written
    plain = written.replace("\\", "/").removeprefix("./")
    yield plain
    if "?" not in plain and "%" not in plain and "#" not in plain and not _SCHEME.match(plain):
        return
    try:
        address = urlsplit(plain)
        query = parse_qs(address.query)
    except ValueError:  # no valid address
        return
    for name in _IN_QUERY:
        for value in query.get(name, ()):
            yield _decoded(value).replace("\\", "/")
            yield "/" + _decoded(value).replace("\\", "/").removeprefix("/")  # relative to a folder of the server
    path = f"{address.scheme}:{address.path}" if len(address.scheme) == 1 else address.path
    for text in (path, unquote(path), unquote(unquote(path))):
        yield text
        if re.match(r"/[A-Za-z]:/", text):  # file:///C:/…
            yield text[1:]


def _decoded(value: str) -> str:
    """A value of a query; Label Studio encodes addresses of clouds in base64."""
    try:
        text = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return unquote(value)
    return text if _SCHEME.match(text) else value


def _valid(name: str) -> str:
    """The name under which Django, and with it Label Studio, stores an upload."""
    return re.sub(r"[^-\w.]", "", name.strip().replace(" ", "_"))
