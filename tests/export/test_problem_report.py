"""The report of a problem: what is needed to understand it is in it, what is private is not."""

import zipfile
from pathlib import Path

import msgspec
import pytest

import workbench
from workbench.core.errors import UserError
from workbench.core.job import Job, Shot
from workbench.export.problem_report import Scrubber, write_problem_report
from workbench.store.run_folder import RunFolder


@pytest.fixture
def job(tmp_path: Path) -> Job:
    shots = (Shot("ann/cat 1.png", "cat"), Shot("ann/dog.jpg", "dog"))
    source, target = tmp_path / "secret source", tmp_path / "target"
    return Job(method="mcc", source=str(source), target=str(target), weights="/net/x.pt", steps=7, shots=shots)


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("{source}/ann/cat 1.png could not be read", "<source>/<image> could not be read"),
        ("there is no folder {target}.", "there is no folder <target>."),
        ("'{target}/sub/list.csv'", "'<target>/<file>'"),
        ("{project}/runs/001-mcc/log.txt", "<project>/runs/001-mcc/log.txt"),
        ("{project}/masks/cat.1234.png", "<project>/<image>"),
        ("{home}/private/notes.txt, line 3", "<path>, line 3"),
        ("{home}", "~"),
        ("/net/other share/cat.png and more", "<path> and more"),
        ("(/net/other)", "(<path>)"),
        (r"C:\Users\Ann\x.txt is open", "<path> is open"),
        (r"D:/a b/c.JPG", "<path>"),
        ("the image ann/cat.png is odd", "the image ann/<image> is odd"),
        ('File "{program}/workbench/gui/x.py", line 3', 'File "<program>/workbench/gui/x.py", line 3'),
        ("see https://doi.org/10.1/2", "see https://doi.org/10.1/2"),
        ("source/target, 5 / 10, I/O error", "source/target, 5 / 10, I/O error"),
    ],
)
def test_that_paths_are_replaced_by_what_they_are(written: str, left: str, job: Job, tmp_path: Path) -> None:
    project = tmp_path / "P.workbench"
    places = {
        "project": project,
        "source": job.source,
        "target": job.target,
        "home": Path.home(),
        "program": Path(workbench.__file__).parents[1],
    }
    assert Scrubber(project, job).scrubbed(written.format(**places) if "{" in written else written) == left


def test_that_the_zip_holds_logs_versions_and_the_job_and_nothing_private(job: Job, tmp_path: Path) -> None:
    project, log = tmp_path / "P.workbench", tmp_path / "logs" / "window.log"
    run = RunFolder(project / "runs" / "001-mcc")
    run.write_job(job)
    run.log.write_text(f"worker: {job.source}/ann/cat 1.png is damaged\n")
    log.parent.mkdir()
    log.write_text(f"opened {project}\nread {Path.home()}/cats/mimi.png\nValueError: x\n")
    out = tmp_path / "report.zip"
    write_problem_report(out, [log, log.with_name("none.log")], project, run.path)
    with zipfile.ZipFile(out) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(texts) == {"versions.txt", "window.log.txt", "run/job.json", "run/log.txt"}
    assert f"workbench {workbench.__version__}" in texts["versions.txt"]
    assert "torch 2" in texts["versions.txt"]
    assert texts["window.log.txt"] == "opened <project>\nread <path>\nValueError: x\n"
    kept = msgspec.json.decode(texts["run/job.json"])
    assert (kept["method"], kept["steps"], kept["shots"]) == ("mcc", 7, "2 of them")
    assert (kept["source"], kept["target"], kept["weights"]) == ("<source>", "<target>", "<weights>")
    everything = "".join(texts.values())
    for private in (str(tmp_path), str(Path.home()), "secret", "mimi", "cat 1", "dog.jpg", "/net"):
        assert private not in everything


def test_that_a_report_needs_no_project(tmp_path: Path) -> None:
    write_problem_report(tmp_path / "report.zip", [])
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        assert archive.namelist() == ["versions.txt"]


def test_that_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="could not be written"):
        write_problem_report(tmp_path / "file" / "report.zip", [])
