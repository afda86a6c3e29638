"""Paths of images as other programs write them: relative, absolute on any system, or addresses on the web."""

import base64
import binascii
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

from workbench.core.name_matching import NameIndex, composed
from workbench.data.image_readers import optional_suffixes
from workbench.data.walk import SUFFIXES

_ABSOLUTE = re.compile(r"/|[A-Za-z][\w+.-]*:")  # also drives of Windows, and shares: \\server\share
_UPLOAD = re.compile(r"/data/upload/(?:.*/)?(?:[0-9a-f]{8}-)?([^/]+)$")  # Label Studio puts a hash before the name
_IN_QUERY = ("d", "path", "file", "filename", "fileuri", "key", "url", "image")
_SCHEME = re.compile(r"[A-Za-z][\w+.-]+://")
Find = Callable[[str], str | None]  # finds the sample of a name


class WrittenPaths:
    """Finds the sample that a written path means.

    A path is tried as written, with forward slashes, without the escapes and the query of an address, relative to each
    of `bases`, and as an absolute path. Of absolute paths and addresses of other machines, the longest end that is a
    sample's path counts. A name without the extension of an image means the only sample that has it with any extension.
    """

    def __init__(self, root: Path, samples: Iterable[str], bases: Iterable[Path]) -> None:
        self.root, self.bases = os.path.abspath(root), list(bases)
        self.index = NameIndex(samples)

    def find(self, written: str) -> str | None:
        """The sample's path; None if there is none."""
        forms = list(path_forms(written))
        return (
            self._found(forms, self.index.find)
            or self._upload(written)
            or self._found([form for form in forms if not _has_ending(form)], self._of_stem)
        )

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

    def _found(self, forms: Sequence[str], known: Find) -> str | None:
        """The sample of the first form that is one, else of the first with an end that is one."""
        for form in forms:
            if found := known(form) or self._relative(form, known):
                return found
        return next((found for form in forms if (found := _end(form, known))), None)

    def _relative(self, form: str, known: Find) -> str | None:
        for base in self.bases:
            absolute = os.path.abspath(os.path.join(base, form))
            inside = absolute.startswith(self.root + os.sep)
            relative = absolute[len(self.root) + 1 :] if inside else absolute
            if found := known(Path(relative).as_posix()):
                return found
        return None

    def _of_stem(self, name: str) -> str | None:
        """The only sample that has a name and any file extension."""
        stem = self._stems.find(name)
        return None if stem is None else self._by_only_stem[stem]

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
    def _by_only_stem(self) -> dict[str, str]:
        """The samples by their path without extension, as far as no other has the same."""
        counts = Counter(composed(os.path.splitext(sample)[0]) for sample in self.index.names)
        stems = ((os.path.splitext(sample)[0], sample) for sample in self.index.names)
        return {stem: sample for stem, sample in stems if counts[composed(stem)] == 1}

    @cached_property
    def _stems(self) -> NameIndex:
        return NameIndex(self._by_only_stem)

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


def _end(form: str, known: Find) -> str | None:
    """The sample of the longest end of an absolute path."""
    if not _ABSOLUTE.match(form):
        return None
    parts = form.split("/")
    ends = ("/".join(parts[start:]) for start in range(1, len(parts)))
    return next((found for end in ends if end and (found := known(end))), None)


def _has_ending(form: str) -> bool:
    """Whether a path ends with the file extension of an image."""
    suffix = os.path.splitext(form)[1].lower()
    return suffix in SUFFIXES or suffix in optional_suffixes()


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
