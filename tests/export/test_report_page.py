"""A report: one page that needs nothing else and says what the numbers say."""

import re
import shlex
import shutil
from argparse import ArgumentParser, Namespace
from base64 import b64encode
from html import unescape
from pathlib import Path

import msgspec
import pytest

from tests.conftest import make_domain
from workbench.cli import translate_command
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.translation import TranslationJob
from workbench.core.translation_quality import quality_sentence
from workbench.engine.run import run
from workbench.engine.translation_run import translate
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder
from workbench.worker.report_facts import write_report


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
    chosen = Returning(write_report([runs], out, chosen=runs / "<adapted>", shift=False)).finish()
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


def test_that_labels_choose_where_there_are_any(runs: Path, tmp_path: Path) -> None:
    scores = {name: RunFolder(runs / name).result().finished.scores for name in ("plain", "<adapted>")}
    chosen = Returning(write_report([runs], tmp_path / "report.html", shift=False)).finish()
    assert scores[chosen.name].target_accuracy == max(each.target_accuracy or 0 for each in scores.values())


def test_that_runs_of_one_name_in_two_places_are_told_apart(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "plain", tmp_path / "other" / "runs" / "plain")
    mine = tmp_path / "other" / "runs" / "plain"
    out = tmp_path / "report.html"
    Returning(write_report([runs, runs, mine], out, chosen=mine, shift=False)).finish()
    text = out.read_text(encoding="utf-8")
    assert text.count("← chosen") == 1
    assert '<td class="word">other/runs/plain ← chosen</td>' in text
    assert text.count('<td class="word">&lt;adapted&gt;</td>') == 1, "a place that is named twice counts once"


def test_that_the_latest_translations_to_the_target_are_shown_with_what_they_are_worth(
    runs: Path, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    few = [make_domain(tmp_path / name, seed=3, count=2, negative=name == "target") for name in ("source", "target")]
    place = shutil.copytree(runs, tmp_path / "runs")
    for name, (source, target) in (("shown", domains), ("elsewhere", (few[0], few[1]))):
        job = TranslationJob(translator="histogram", source=str(source), target=str(target), cache=str(tmp_path / "c"))
        list(translate(job, place / name))
    out = tmp_path / "report.html"
    Returning(write_report([place], out, shift=False)).finish()
    text = unescape(out.read_text(encoding="utf-8"))
    quality = TranslationFolder(place / "shown").result().quality
    assert quality_sentence(quality, trained=False) in text
    assert f"{quality.fid_before:,.1f} before, {quality.fid:,.1f} after translation" in text
    preview = TranslationFolder(place / "shown").preview()
    assert preview is not None
    assert all(b64encode(row.translated).decode() in text for row in preview.rows[:6])
    assert text.count("<h3>Histogram matching</h3>") == 1, "no other target's"
    assert f"workbench translate {few[0]}" not in text
    (command,) = re.findall(r"<pre>workbench translate (.*?)</pre>", text)
    parser = ArgumentParser(exit_on_error=False)
    translate_command.configure(parser)
    again = translate_command.work_of(parser.parse_args(shlex.split(command), Namespace(settings={}))).job
    assert again is not None
    assert msgspec.structs.replace(again, cache=str(tmp_path / "c")) == TranslationFolder(place / "shown").job()
    alone = tmp_path / "alone.html"
    Returning(write_report([place / "<adapted>", place / "shown"], alone, shift=False)).finish()
    assert "Histogram matching" in alone.read_text(encoding="utf-8"), "named by itself"


def test_that_a_run_of_pixels_is_told_by_its_pixels(street_job: Job, tmp_path: Path) -> None:
    list(run(street_job, tmp_path / "run"))
    out = tmp_path / "report.html"
    Returning(write_report([tmp_path / "run"], out, shift=False)).finish()
    text = unescape(out.read_text(encoding="utf-8"))
    pixels = RunFolder(tmp_path / "run").result().finished.scores.target_pixels
    assert pixels is not None
    assert f"<b>{100 * pixels.accuracy:.1f} %</b>" in text
    assert f"mean IoU over all classes is {100 * pixels.miou:.1f} %" in text
    assert "no labels" not in text
    assert [f"</span> {name}</td>" in text for name in ("sky", "road", "box")] == [True, True, True]
    assert text.count("<img") == 8, "four images of the target, each with its mask"
    assert "workbench predict model IMAGES --out masks" in text
    assert "workbench watch model IMAGES --out watched.csv" in text


def test_that_places_without_a_finished_run_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="neither a project nor a run"):
        Returning(write_report([tmp_path / "nowhere"], tmp_path / "report.html")).finish()
    with pytest.raises(UserError, match="There is no finished run"):
        Returning(write_report([tmp_path], tmp_path / "report.html")).finish()
