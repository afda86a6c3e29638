"""The command line as a person uses it: its output and exit status; where it matters, as a process of its own."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.conftest import make_domain
from tests.machine import needs_interrupts
from workbench.__main__ import window
from workbench.cli.main import main
from workbench.core.job import Job
from workbench.store.run_folder import RunFolder

SMALL = ["--steps", "12", "--batch", "8", "--image-size", "16"]


def workbench(*arguments: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    """What a command prints, and its exit status; run in this process, for each new one loads torch again."""
    words, printed, complaints = [*map(str, arguments)], io.StringIO(), io.StringIO()
    with redirect_stdout(printed), redirect_stderr(complaints):
        try:
            ended = main(words, window)
        except SystemExit as end:  # argparse's
            ended = int(end.code or 0)
    assert ended == status, complaints.getvalue()
    return subprocess.CompletedProcess(words, ended, printed.getvalue(), complaints.getvalue())


def process(*arguments: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    """The same from a process of its own."""
    command = [sys.executable, "-m", "workbench", *map(str, arguments)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == status, answer.stderr
    return answer


def last_line(answer: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(answer.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def finished(domains: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "run"
    answer = workbench("adapt", *domains, "--method", "mcc", "--out", folder, "--json", *SMALL)
    report = last_line(answer)
    assert set(report) == {
        *("source_accuracy", "target_accuracy", "score", "shot_accuracy", "open", "seconds", "run", "target"),
    }
    assert report["run"] == str(folder)
    return folder


def test_that_help_names_every_command() -> None:
    text = process("--help").stdout
    assert all(name in text for name in ("demo", "runs", "scan", "methods", "adapt", "evaluate", "export", "predict"))


@pytest.mark.parametrize("command", ["adapt", "scan", "export"])
def test_that_help_of_a_command_imports_nothing_heavy(command: str) -> None:
    script = (
        "import sys; from workbench.cli.main import main\n"
        "heavy = {'torch', 'PySide6', 'rich', 'cv2', 'faster_coco_eval', 'watchfiles', 'psutil'}\n"
        f"try: main([{command!r}, '--help'], None)\n"
        "except SystemExit: print(bool(heavy & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines()[-1] == "False"


def test_that_methods_lists_the_registry() -> None:
    cards = json.loads(workbench("methods", "--json").stdout)
    assert {"source_only", "dann", "mcc"} <= {card["name"] for card in cards}
    assert "--critic-weight" in workbench("methods", "dann").stdout


def test_that_scan_counts_and_explains(domains: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "x.png").touch()
    answer = last_line(workbench("scan", domains[0], "--json"))
    assert (answer["images"], answer["classes"]) == (72, {"a": 24, "b": 24, "c": 24})
    bad = last_line(workbench("scan", tmp_path / "bad", "--json"))
    assert bad["set_aside"] == [{"path": "x.png", "reason": "empty file", "detail": ""}]
    assert "empty file" in workbench("scan", tmp_path / "bad").stdout


def test_that_a_run_is_evaluated_exported_and_predicts_the_same_everywhere(
    finished: Path, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    accuracy = last_line(workbench("evaluate", finished, domains[1], "--json"))["accuracy"]
    text = workbench("export", finished, "--format", "onnx", "--out", tmp_path / "m.onnx").stdout
    assert "largest difference" in text
    assert last_line(workbench("evaluate", tmp_path / "m.onnx", domains[1], "--json"))["accuracy"] == accuracy
    workbench("predict", tmp_path / "m.onnx", domains[1], "--out", tmp_path / "p.csv")
    with (tmp_path / "p.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    right = sum(row["predicted"] == row["path"].split("/")[0] for row in rows)
    assert right / len(rows) == pytest.approx(accuracy)
    kept = {one.path: one.predicted for one in RunFolder(finished).predictions()}
    assert {row["path"]: row["predicted"] for row in rows} == kept


def test_that_a_model_is_adapted_where_the_source_is_not(
    finished: Path, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    model = tmp_path / "source.safetensors"
    told = workbench("export", finished, "--format", "source-model", "--out", model).stdout
    assert f"workbench adapt {model} TARGET --method shot" in told
    answer = last_line(
        workbench("adapt", model, domains[1], "--method", "shot", "--out", tmp_path / "run", *SMALL, "--json")
    )
    assert answer["source_accuracy"] is None
    assert answer["target_accuracy"] is not None
    workbench("export", finished, "--format", "source-model", "--out", tmp_path / "source.bin", status=2)


def test_that_the_settings_of_a_method_are_flags(domains: tuple[Path, Path], tmp_path: Path) -> None:
    workbench("adapt", *domains, "--method", "mcc", "--temperature", "3", "--out", tmp_path / "run", *SMALL)
    assert RunFolder(tmp_path / "run").job().settings == {"temperature": 3.0}


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (["--method", "none"], "no method “none”"),
        (["--temperature", "1000", "--method", "mcc"], "Use a value from"),
        (["--shots", "nowhere.csv"], "There is no file"),
        (["--device", "cuda:9"], "no device"),
    ],
)
def test_that_a_mistake_is_one_sentence_and_status_2(
    extra: list[str], words: str, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    answer = workbench("adapt", *domains, *extra, "--out", tmp_path / "run", *SMALL, status=2)
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr


def test_that_an_unknown_flag_is_refused(domains: tuple[Path, Path]) -> None:
    assert "--colour" in workbench("adapt", *domains, "--colour", "red", status=2).stderr


def test_that_shots_are_read_from_a_csv(domains: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "shots.csv").write_text("path,label\na/000.png,a\nb/001.png,b\n")
    workbench("adapt", *domains, "--shots", tmp_path / "shots.csv", "--out", tmp_path / "run", *SMALL)
    assert [(shot.path, shot.label) for shot in RunFolder(tmp_path / "run").job().shots] == [
        ("a/000.png", "a"),
        ("b/001.png", "b"),
    ]


def test_that_a_bad_shots_file_names_its_line(domains: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "shots.csv").write_text("path,label\na/000.png,a\nb/001.png,\n")
    answer = workbench("adapt", *domains, "--shots", tmp_path / "shots.csv", status=2)
    assert "Line 3" in answer.stderr


def test_that_shots_may_be_written_as_on_windows(domains: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "shots.csv").write_text("path,label\na\\000.png,a\nb/001.png,b\n")
    workbench("adapt", *domains, "--shots", tmp_path / "shots.csv", "--out", tmp_path / "run", *SMALL)
    assert [shot.path for shot in RunFolder(tmp_path / "run").job().shots] == ["a/000.png", "b/001.png"]


@needs_interrupts
def test_that_ctrl_c_keeps_the_checkpoint_and_says_how_to_go_on(job: Job, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    command = [sys.executable, "-m", "workbench", "adapt", job.source, job.target, "--steps", "100000"]
    command += ["--batch", "8", "--image-size", "16", "--out", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        metrics = RunFolder(folder).events_file
        while not (metrics.exists() and "Scalars" in metrics.read_text()):
            assert process.poll() is None
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGINT)
        output = process.communicate(timeout=60)[0]
    assert process.returncode == 130
    assert f"workbench resume {folder}" in output
    assert RunFolder(folder).checkpoint.is_file()


def test_that_a_stopped_run_is_resumed_and_a_finished_one_is_not(job: Job, tmp_path: Path) -> None:
    from workbench.core.events import Progressed
    from workbench.engine.run import run

    events = run(msgspec.structs.replace(job, cache=""), tmp_path / "run")
    for event in events:
        if isinstance(event, Progressed) and event.step == 4:
            events.close()
            break
    report = last_line(workbench("resume", tmp_path / "run", "--json"))
    assert report["run"] == str(tmp_path / "run")
    assert "is already finished" in workbench("resume", tmp_path / "run", status=2).stderr


def test_that_a_run_folder_is_not_written_over(finished: Path, domains: tuple[Path, Path]) -> None:
    assert "already contains a run" in workbench("adapt", *domains, "--out", finished, status=2).stderr


def test_that_the_demo_runs_in_the_terminal_where_no_window_can_open(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment.pop("QT_QPA_PLATFORM", None)
    command = [sys.executable, "-m", "workbench", "demo", "--steps", "2", "--out", str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "The demo runs in the terminal instead" in answer.stdout
    assert RunFolder(tmp_path / "mcc-1").result().classes == tuple("0123456789")


def test_that_odd_names_are_scanned_adapted_and_predicted(tmp_path: Path) -> None:
    odd = make_domain(tmp_path / "[" / "odd]", seed=1, classes="ab", count=8)
    (odd / "a").rename(odd / "[italic] ä\n1")
    (odd / "b" / "000.png").rename(odd / "b" / 'caf\u00e9,\n"x".png')
    Path(os.fsdecode(os.fsencode(odd / "b") + b"/latin\xe9.png")).write_bytes((odd / "b" / "001.png").read_bytes())
    assert "rename it" in process("scan", odd).stdout
    assert last_line(process("scan", odd, "--json"))["images"] == 16
    out, table = tmp_path / "run", tmp_path / "predictions.csv"
    process("adapt", odd, odd, "--overlap", "--method", "source_only", "--out", out, *SMALL)
    process("evaluate", out, odd)
    process("predict", out, odd, "--out", table)
    with table.open(newline="", encoding="utf-8") as file:
        paths = {row["path"] for row in csv.DictReader(file)}
    assert all((odd / path).is_file() for path in paths)
    assert len(paths) == 16


def test_that_a_run_agrees_with_itself_and_not_with_what_is_no_run(finished: Path, tmp_path: Path) -> None:
    assert last_line(workbench("agree", finished, finished, "--json")) == {
        "agreement": 1.0,
        "differ_in_seed_only": False,
    }
    assert "not finished" in workbench("agree", finished, tmp_path, status=2).stderr


def test_that_auto_names_the_method_it_took_and_why(domains: tuple[Path, Path], tmp_path: Path) -> None:
    answer = workbench("adapt", *domains, "--method", "auto", "--steps", "30", *SMALL[2:], "--out", tmp_path / "run")
    assert "MCC" in answer.stdout
    assert "agreement with evidence without labels" in answer.stdout
    assert RunFolder(tmp_path / "run").comparison() is not None
    assert "auto trains several" in workbench("methods").stdout
    assert "snd" in workbench("methods", "--validators").stdout
