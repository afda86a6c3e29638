"""A report of a problem as one zip: log, versions and the job of a run; no image, no path outside the project."""

import os
import re
import sys
import zipfile
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from platform import machine, platform, python_version

import msgspec

import workbench
from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.core.job import Job
from workbench.core.translation import TranslationJob

DISTRIBUTION = "domain-workbench"
TESTS = re.compile(r"extra == .test.")
LINES = 5000  # of each log, the last ones
IMAGE = r"\.(?:png|jpe?g|jfif|bmp|gif|tiff?|webp|ppm|pgm|mp4|avi|mov|mkv|webm)\b"
REST = rf"(?:[^\n\"'“”:]*?{IMAGE}|[^\s\"'“”,;)]*)"  # of a path: to the end of an image's name, or of the word
MARKED = re.compile(rf"<(project|source|target|weights|cache)>[/\\]{REST}", re.IGNORECASE)
ABSOLUTE = re.compile(rf"(?<![\w<>~/\\:.])(?:~[/\\]|/(?=\S)|[A-Za-z]:[/\\]){REST}", re.IGNORECASE)
NAME = re.compile(rf"[^\s\"'“”(<>/\\]*{IMAGE}", re.IGNORECASE)


class Scrubber:
    """Takes out of a text what is nobody's business elsewhere: folders, and the names of images and of the user."""

    def __init__(self, project: Path | None = None, job: Job | TranslationJob | None = None) -> None:
        folders: dict[str, str | Path] = {
            "<program>": Path(workbench.__file__).parents[1],
            "<python>": sys.prefix,
            "<python base>": sys.base_prefix,
            "~": Path.home(),
        }
        if project is not None:
            folders["<project>"] = project
        if job is not None:
            folders |= {"<source>": job.source, "<target>": job.target, "<weights>": job.weights, "<cache>": job.cache}
        written = [(text, mark) for mark, folder in folders.items() if str(folder) for text in _written(folder)]
        written.sort(key=lambda one: -len(one[0]))  # a folder before those above it
        flags = re.IGNORECASE if os.name == "nt" else 0
        self._folders = [(re.compile(rf"{re.escape(text)}(?![\w-]|\.\w)", flags), mark) for text, mark in written]

    def scrubbed(self, text: str) -> str:
        """The text with marks in the place of folders and files."""
        for folder, mark in self._folders:
            text = folder.sub(mark, text)
        return NAME.sub("<image>", ABSOLUTE.sub("<path>", MARKED.sub(_shortened, text)))


def write_problem_report(out: Path, logs: Iterable[Path], project: Path | None = None, run: Path | None = None) -> None:
    """Write the zip. `run`: the folder of the run, or the translation, that the report is about.

    A log that cannot be read is left out. Raises UserError when the zip cannot be written.
    """
    job = _job(run) if run is not None else None
    scrubber = Scrubber(project, job)
    texts = {"versions.txt": versions()}
    for log in logs:
        texts[f"{log.name}.txt" if log.suffix != ".txt" else log.name] = _last_lines(log)
    if run is not None and job is not None:
        texts["run/job.json"] = _without_places(job)
        texts["run/log.txt"] = _last_lines(run / "log.txt")
    try:
        with replacing(out) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                if text:
                    archive.writestr(name, scrubber.scrubbed(text))
    except OSError as error:
        raise UserError(f"The report could not be written to {out} ({error}).", "Choose another folder.") from error


def versions() -> str:
    """Of the program, of Python and the system, and of the libraries that the program needs."""
    lines = [f"workbench {workbench.__version__}", f"Python {python_version()}", f"{platform()} {machine()}"]
    try:
        needed = [line for line in metadata.requires(DISTRIBUTION) or [] if not TESTS.search(line)]
    except metadata.PackageNotFoundError:  # it runs from its sources
        needed = []
    for name in sorted({re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in needed}, key=str.lower):
        try:
            lines.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:  # it is optional
            continue
    return "\n".join(lines) + "\n"


def _written(folder: str | Path) -> set[str]:
    """The ways in which a folder's path may stand in a text: as it is, resolved, with its backslashes doubled."""
    path = Path(folder)
    plain = {str(path), path.as_posix(), os.path.realpath(path)} - {"/", "."}
    return plain | {text.replace("\\", "\\\\") for text in plain}


def _shortened(found: "re.Match[str]") -> str:
    """A path in a marked folder: what is no image of the project may be read."""
    if re.search(IMAGE, found[0], re.IGNORECASE):
        return f"<{found[1]}>/<image>"
    return found[0] if found[1] == "project" else f"<{found[1]}>/<file>"


def _job(run: Path) -> Job | TranslationJob | None:
    for name, kind in (("job.json", Job), ("translation.json", TranslationJob)):
        try:
            return msgspec.json.decode((run / name).read_bytes(), type=kind)  # type: ignore[return-value]
        except (OSError, msgspec.DecodeError):
            continue
    return None


def _without_places(job: Job | TranslationJob) -> str:
    """The recipe, its folders by marks, and in place of its shots or styles how many there are."""
    values = msgspec.to_builtins(job)
    for name in ("source", "target", "weights", "cache"):
        values[name] = f"<{name}>" if values.get(name) else ""
    for name in ("shots", "styles"):
        if name in values:
            values[name] = f"{len(values[name])} of them"
    return msgspec.json.format(msgspec.json.encode(values)).decode()


def _last_lines(file: Path) -> str:
    try:
        return "".join(file.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)[-LINES:])
    except OSError:
        return ""
