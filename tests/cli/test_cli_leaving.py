"""What leaves, on the command line: watch until Ctrl+C, a report, imports, and every form of predictions."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import onnxruntime
import pytest
import torch

from tests.conftest import make_domain
from tests.machine import needs_interrupts
from workbench.cli.main import main
from workbench.core.job import Job
from workbench.engine.run import run as run_job
from workbench.nets.backbones import blank


def run(*words: object) -> int:
    return main([str(word) for word in words], window=lambda: 0)


@pytest.fixture(scope="module")
def finished(domains: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaving")
    names = {"source": str(domains[0]), "target": str(domains[1]), "cache": str(folder / "cache")}
    list(run_job(Job(method="adabn", steps=8, batch=8, image_size=16, **names), folder / "run"))  # type: ignore[arg-type]
    return folder / "run"


@needs_interrupts
def test_that_a_watch_predicts_warns_and_ends_cleanly_on_ctrl_c(
    finished: Path, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    other = make_domain(tmp_path / "in", seed=7, count=10)  # not the negative that the target is
    out = tmp_path / "out.csv"
    command = [sys.executable, "-m", "workbench", "watch", str(finished), str(other), "--out", str(out)]
    command += ["--window", "20", "--every", "0.05"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert all(process.stdout.readline() for _ in range(30))
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "WARNING" in said
    assert "brightness" in said
    assert "30 predictions were added" in said


def test_that_a_report_is_written_and_says_what_it_recommends(
    finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("report", finished, "--out", tmp_path / "report.html", "--no-shift") == 0
    assert f"recommends {finished}" in capsys.readouterr().out
    assert "Take the run “run”" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_that_a_report_is_printed_as_a_pdf_by_itself_or_beside_the_page(
    finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, sheet = tmp_path / "report.html", tmp_path / "report.pdf"
    assert run("report", finished, "--pdf", sheet, "--no-shift") == 0
    assert f"Wrote {sheet}. It recommends" in capsys.readouterr().out
    assert sheet.read_bytes().startswith(b"%PDF-")
    assert not page.exists()
    assert run("report", finished, "--out", page, "--pdf", sheet, "--no-shift") == 0
    assert page.exists()


def test_that_a_report_with_no_place_or_an_impossible_one_is_told(
    finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("report", finished, "--no-shift") == 2
    assert "The file of the report is missing" in capsys.readouterr().err
    (tmp_path / "file").write_text("no folder")
    assert run("report", finished, "--pdf", tmp_path / "file" / "report.pdf", "--no-shift") == 2
    assert "The PDF could not be written" in capsys.readouterr().err


def test_that_a_graph_of_any_size_is_written_on_the_command_line(finished: Path, tmp_path: Path) -> None:
    assert run("export", finished, "--dynamic-size", "--out", tmp_path / "model.onnx") == 0
    given = onnxruntime.InferenceSession(tmp_path / "model.onnx").get_inputs()[0]
    assert [isinstance(side, int) for side in given.shape] == [False, True, False, False]


@pytest.mark.parametrize(("name", "form"), [("p.json", None), ("p.coco.json", "coco"), ("sorted", None)])
def test_that_the_form_follows_the_ending_or_the_flag(
    name: str, form: str | None, finished: Path, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    extra = ["--format", form] if form else []
    assert run("predict", finished, domains[1], "--out", tmp_path / name, *extra) == 0
    if name == "sorted":
        assert len(list((tmp_path / name).rglob("*.png"))) == 72
    else:
        told = json.loads((tmp_path / name).read_text())
        assert len(told["annotations" if form else "predictions"]) == 72


def test_that_an_import_shows_what_fits_and_what_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = {f"module.{name}": tensor for name, tensor in blank("small").state_dict().items()}
    torch.save(state | {"module.fc.bias": torch.ones(2)}, tmp_path / "theirs.pth")
    assert run("import", tmp_path / "theirs.pth", "--backbone", "small", "--out", tmp_path / "ours.safetensors") == 0
    said = capsys.readouterr().out
    assert "below “module.”" in said
    assert "Not used: module.fc.bias" in said
    del state["module.blocks.0.weight"]
    torch.save(state, tmp_path / "less.pth")
    assert run("import", tmp_path / "less.pth", "--backbone", "small") == 1
    assert "Missing from the file: blocks.0.weight" in capsys.readouterr().out
    assert run("import", tmp_path / "less.pth") == 2


def test_that_a_place_is_asked_for_and_one_precision_is_one_file(
    finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", finished) == 2
    assert run("export", finished, "--precision", "fp16", "int8", "--out", tmp_path / "m.onnx") == 2
    assert "one precision" in capsys.readouterr().err
