"""A report: one page that needs nothing else and says what the numbers say."""

import re
import shlex
import shutil
from pathlib import Path

import msgspec
import pytest

from workbench.core.errors import UserError
from workbench.core.job import Job
from workbench.core.returning import Returning
from workbench.engine.run import run
from workbench.store.run_folder import RunFolder
from workbench.worker.reporting import report


@pytest.fixture(scope="module")
def runs(domains: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    job = Job(
        method="source_only",
        source=str(domains[0]),
        target=str(domains[1]),
        steps=8,
        batch=8,
        image_size=16,
        cache=str(folder / "cache"),
    )
    list(run(job, folder / "plain"))
    list(run(msgspec.structs.replace(job, method="adabn"), folder / "<adapted>"))
    return folder


def test_that_the_page_names_the_run_its_accuracy_and_the_commands_and_stands_alone(runs: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    chosen = Returning(report([runs], out, chosen=runs / "<adapted>", shift=False)).finish()
    text = out.read_text(encoding="utf-8")
    assert chosen == runs / "<adapted>"
    assert "<adapted>" not in text, "a name is no tag"
    assert "&lt;adapted&gt;" in text
    accuracy = RunFolder(chosen).result().finished.scores.target_accuracy
    assert accuracy is not None
    assert f"{100 * accuracy:.1f} %" in text
    assert not re.search(r'(src|href)="(?!data:)', text), "it must not need anything else"
    assert text.count("<svg") >= 4, "curves, scatter before and after, confusion before and after"
    for name in ("plain", "<adapted>"):
        job = RunFolder(runs / name).job()
        assert f"workbench adapt {shlex.quote(job.source)}" in text.replace("&#39;", "'")


def test_that_the_choice_follows_the_validator(runs: Path, tmp_path: Path) -> None:
    scores = {name: RunFolder(runs / name).result().finished.scores for name in ("plain", "<adapted>")}
    chosen = Returning(report([runs], tmp_path / "report.html", shift=False)).finish()
    if chosen.name == "<adapted>":
        assert scores["<adapted>"].score >= scores["plain"].score
    else:
        source = (scores["<adapted>"].source_accuracy or 0) < (scores["plain"].source_accuracy or 0) - 0.1
        assert source or scores["<adapted>"].score < scores["plain"].score


def test_that_runs_of_one_name_in_two_places_are_told_apart(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "plain", tmp_path / "other" / "runs" / "plain")
    mine = tmp_path / "other" / "runs" / "plain"
    out = tmp_path / "report.html"
    Returning(report([runs, runs, mine], out, chosen=mine, shift=False)).finish()
    text = out.read_text(encoding="utf-8")
    assert text.count("← chosen") == 1
    assert "<td>other/runs/plain ← chosen</td>" in text
    assert text.count("<td>&lt;adapted&gt;</td>") == 1, "a place that is named twice counts once"


def test_that_places_without_a_finished_run_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="neither a project nor a run"):
        Returning(report([tmp_path / "nowhere"], tmp_path / "report.html")).finish()
    with pytest.raises(UserError, match="No finished run"):
        Returning(report([tmp_path], tmp_path / "report.html")).finish()
