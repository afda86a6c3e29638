"""Writes a problem report as a zip: logs, versions and a run's job, without images or paths outside the project."""

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
from workbench.core.program import NAME
from workbench.core.translation import TranslationJob

TESTS = re.compile(r"extra == .test.")
LINES = 5000  # of each log, the last ones
IMAGE = r"\.(?:png|jpe?g|jfif|bmp|gif|tiff?|webp|ppm|pgm|mp4|avi|mov|mkv|webm)\b"
REST = (
    rf"(?:[^\n\"'“”:]*?{IMAGE}|[^\s\"'“”,;)]*)"  # the rest of a path: up to the end of an image's name, or of the word
)
MARKED = re.compile(rf"<(project|source|target|weights|cache)>[/\\]{REST}", re.IGNORECASE)
ABSOLUTE = re.compile(rf"(?<![\w<>~/\\:.])(?:~[/\\]|/(?=\S)|[A-Za-z]:[/\\]){REST}", re.IGNORECASE)
IMAGE_NAME = re.compile(rf"[^\s\"'“”(<>/\\]*{IMAGE}", re.IGNORECASE)


class Scrubber:
    """Removes private names from a text: folders, images and the user."""

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
        spellings = [(text, mark) for mark, folder in folders.items() if str(folder) for text in _spellings(folder)]
        spellings.sort(key=lambda spelling: -len(spelling[0]))  # subfolders before their parents
        flags = re.IGNORECASE if os.name == "nt" else 0
        self._folders = [(re.compile(rf"{re.escape(text)}(?![\w-]|\.\w)", flags), mark) for text, mark in spellings]

    def scrubbed(self, text: str) -> str:
        """The text with placeholders instead of folders and files."""
        for folder, mark in self._folders:
            text = folder.sub(mark, text)
        return IMAGE_NAME.sub("<image>", ABSOLUTE.sub("<path>", MARKED.sub(_mark, text)))


def write_problem_report(out: Path, logs: Iterable[Path], project: Path | None = None, run: Path | None = None) -> None:
    """Write the zip. `run`: the folder of the run or translation with the problem.

    Logs that cannot be read are left out. Raises UserError if the zip cannot be written.
    """
    job = _job(run) if run is not None else None
    scrubber = Scrubber(project, job)
    texts = {"versions.txt": versions()}
    for log in logs:
        texts[f"{log.name}.txt" if log.suffix != ".txt" else log.name] = _last_lines(log)
    if run is not None and job is not None:
        texts["run/job.json"] = _without_paths(job)
        texts["run/log.txt"] = _last_lines(run / "log.txt")
    try:
        with replacing(out) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                if text:
                    archive.writestr(name, scrubber.scrubbed(text))
    except OSError as error:
        raise UserError(f"The report could not be written to {out} ({error}).", "Choose another folder.") from error


def versions() -> str:
    """The versions of the program, Python, the system and the required libraries, one per line."""
    lines = [f"workbench {workbench.__version__}", f"Python {python_version()}", f"{platform()} {machine()}"]
    try:
        needed = [line for line in metadata.requires(NAME) or [] if not TESTS.search(line)]
    except metadata.PackageNotFoundError:  # not installed: it runs from a source folder
        needed = []
    for name in sorted({re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in needed}, key=str.lower):
        try:
            lines.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:  # an optional library
            continue
    return "\n".join(lines) + "\n"


def _spellings(folder: str | Path) -> set[str]:
    """The spellings of a folder's path in a text: as given, resolved, and with escaped backslashes."""
    path = Path(folder)
    plain = {str(path), path.as_posix(), os.path.realpath(path)} - {"/", "."}
    return plain | {text.replace("\\", "\\\\") for text in plain}


def _mark(match: "re.Match[str]") -> str:
    """The placeholder for a path in a known folder. Files of the project, except images, keep their names."""
    if re.search(IMAGE, match[0], re.IGNORECASE):
        return f"<{match[1]}>/<image>"
    return match[0] if match[1] == "project" else f"<{match[1]}>/<file>"


def _job(run: Path) -> Job | TranslationJob | None:
    for name, kind in (("job.json", Job), ("translation.json", TranslationJob)):
        try:
            return msgspec.json.decode((run / name).read_bytes(), type=kind)  # type: ignore[return-value]
        except (OSError, msgspec.DecodeError):
            continue
    return None


def _without_paths(job: Job | TranslationJob) -> str:
    """The job with placeholders for folders, and with the number of shots and style images instead of their paths."""
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
