"""Runs listed and compared on the command line, and the words that repeat them."""

import argparse
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from tests.engine.watching import changed
from workbench.cli import adapt_command
from workbench.cli.main import main
from workbench.core.corrections import Correction
from workbench.core.deep_range import DeepRange
from workbench.core.errors import UserError
from workbench.core.events import TranslationFinished
from workbench.core.job import Augment, Job, Norm, Shift, Shot, Tune
from workbench.core.translation import Quality, TranslationJob
from workbench.engine.registry import settings_of
from workbench.engine.run import run
from workbench.store.project import Project
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder
from workbench.store.translations import Translations

OTHER: dict[str, Any] = {
    "method": "dann",
    "source": "/pictures/a folder",
    "target": "/pictures/it's",
    "task": "segment",
    "backbone": "resnet18",
    "weights": "/weights/x.safetensors",
    "tune": Tune.HEAD,
    "steps": 7,
    "batch": 32,
    "image_size": 96,
    "image_width": 192,
    "mapping": {"lane": "road", "sky": ""},
    "shift": Shift.OPEN,
    "augment": Augment.STRONG,
    "norm": Norm.IBN,
    "seed": 5,
    "validator": "snd",
    "device": "cpu",
    "precision": "bf16-mixed",
    "devices": 2,
    "nodes": 3,
    "threads": 4,
    "compile": True,
    "tensorboard": True,
    "shots": (Shot("a/b c.png", "a"), Shot("b/ü.png", "b")),
    "shots_held_out": 0.5,
    "corrections": (Correction("a/b c.png", "a", "b"), Correction("=b/ü.png", "-b", "a")),
    "source_range": DeepRange((0.0, 4095.0), (0.0, 4095.0)),
    "target_range": DeepRange((1.5, 262.0), (1.5, 262.0)),
    "settings": {"critic_weight": 0.25, "critic_width": 64},
    "checkpoint_seconds": 3.5,
}


def parsed(words: list[str]) -> Job:
    parser = argparse.ArgumentParser()
    adapt_command.configure(parser)
    arguments, extra = parser.parse_known_args(words)
    adapt_command.read_extra(arguments, extra)
    return adapt_command.job_of(arguments)


def shot_images(target: Path) -> Path:
    """The images of OTHER's shots in a folder."""
    for shot in OTHER["shots"]:
        (target / shot.path).parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (4, 4)).save(target / shot.path)
    return target


def test_that_every_field_of_a_job_is_tried_here() -> None:
    assert set(OTHER) == set(Job.__struct_fields__) - {"cache"}
    assert all(OTHER[field.name] != field.default for field in msgspec.structs.fields(Job) if field.name != "cache")


@pytest.mark.parametrize("name", [name for name in OTHER if name not in ("method", "source", "target")])
def test_that_the_command_of_a_job_gives_the_job_again(name: str, tmp_path: Path) -> None:
    job = changed(Job(method="dann", source="/a", target=str(shot_images(tmp_path))), **{name: OTHER[name]})
    place = RunFolder(tmp_path / "run")
    place.write_job(job)
    assert parsed(place.command(job)[2:]) == job


def test_that_a_whole_job_goes_there_and_back(tmp_path: Path) -> None:
    target = str(shot_images(tmp_path / "it's"))
    job, place = Job(**{**OTHER, "target": target}), RunFolder(tmp_path / "run")
    place.write_job(job)
    assert parsed(place.command(job)[2:]) == job


def test_that_a_recipe_needs_no_folders_and_other_flags_change_it(tmp_path: Path) -> None:
    job, place = Job(**{**OTHER, "target": str(tmp_path)}), RunFolder(tmp_path / "run")
    place.write_job(job, settings_of("dann"))
    recipe = ["--recipe", str(place.recipe_file)]
    assert parsed(recipe) == job
    for values in (["--critic-weight", "0.5", "--seed", "0", "--critic-width", "32"], ["--critic-weight=0.5"]):
        found = parsed([*recipe, *values])
        assert found.settings == {"critic_weight": 0.5, "critic_width": 32 if "--seed" in values else 64}
        assert changed(found, settings=job.settings, seed=job.seed) == job
    assert parsed(["/elsewhere", *recipe]).source == "/elsewhere"
    with pytest.raises(SystemExit):
        parsed(["--method", "dann"])


@pytest.fixture
def two(job: Job, tmp_path: Path) -> list[Path]:
    folders = [tmp_path / "runs" / name for name in ("one", "two")]
    for folder, method in zip(folders, ("source_only", "mcc"), strict=True):
        list(run(changed(job, method=method), folder))
    return folders


def workbench(*words: object) -> int:
    return main([str(word) for word in words], lambda *_: 0)


def test_that_runs_below_a_folder_are_listed_with_their_commands(
    two: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert workbench("runs", two[0].parent) == 0
    told = capsys.readouterr().out
    assert all(str(folder) in told for folder in two)
    assert told.count("workbench adapt ") == 2


def test_that_runs_of_a_project_are_listed_without_those_in_its_trash(
    job: Job, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project.create(tmp_path / "p.workbench")
    kept, thrown = project.add_run(job), project.add_run(job)
    for record in (kept, thrown):
        RunFolder(project.run_folder(record.id)).path.mkdir(parents=True)
        RunFolder(project.run_folder(record.id)).write_job(job)
        project.update_run(record.id, Status.STOPPED)
    project.run_table.set_tags(kept.id, ["good"])
    project.run_table.move_to_trash([thrown.id])
    translations = Translations(project)
    translation = translations.add(TranslationJob(translator="fourier", source=job.source, target=job.target))
    translations.set_tags(translation.id, ["night"])
    project.close()
    assert workbench("runs", project.folder, "--json") == 0
    listed, other = msgspec.json.decode(capsys.readouterr().out)
    assert (listed["run"], listed["tags"]) == (str(project.run_folder(kept.id)), ["good"])
    assert (other["kind"], other["method"], other["tags"]) == ("translation", "fourier", ["night"])


def test_that_a_list_says_what_the_shots_of_a_run_bought(
    two: list[Path], job: Job, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shots = tuple(Shot(f"{name}/000.png", name) for name in "abc")
    list(run(changed(job, shots=shots), folder := two[0].parent / "an early name"))
    assert workbench("runs", folder.parent, "--json") == 0
    listed = {Path(one["run"]).name: one for one in msgspec.json.decode(capsys.readouterr().out)}
    told = listed["an early name"]
    before, now = ({row.path: row.predicted for row in RunFolder(place).predictions()} for place in (two[0], folder))
    common = [path for path in now if path not in {shot.path for shot in shots}]
    right = [sum(rows[path] == path[0] for path in common) for rows in (before, now)]  # named by class
    assert (told["shots"], told["points"]) == (3, pytest.approx(100 * (right[1] - right[0]) / len(common)))
    assert f"with 3 more shots than one, on the same {len(common)} labels" in told["bought"]
    assert listed["two"]["points"] is None
    assert workbench("runs", folder.parent) == 0
    assert f"  3 shots: {told['bought']}" in capsys.readouterr().out


def test_that_two_runs_are_told_side_by_side(two: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert workbench("runs", "--compare", *two, "--json") == 0
    told = msgspec.json.decode(capsys.readouterr().out)
    assert {row["name"]: row["values"] for row in told["settings"]}["method"] == ["source_only", "mcc"]
    assert {row["name"] for row in told["classes"]} == {"a", "b", "c"}
    assert all(row["samples"] == 24 for row in told["classes"])
    assert workbench("runs", "--compare", *two) == 0
    assert "settings that differ" in capsys.readouterr().out


def test_that_two_translations_are_told_side_by_side_and_not_beside_a_run(
    two: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = [TranslationFolder(tmp_path / name) for name in ("sharp", "calm", "begun")]
    for place, beta in zip(places, (0.1, 0.02, 0.05), strict=True):
        place.path.mkdir()
        place.write_job(TranslationJob(translator="fourier", source="/a", target="/b", settings={"beta": beta}))
    for place, fid in zip(places, (300.0, 250.5), strict=False):
        quality = Quality(fid, 0.3, 1234.5, 0.7, kept=0.9, content=0.1, diversity=0.8, images=10)
        place.write_result(TranslationFinished(str(place.path), quality, 2.0, 0.0))
    paths = [place.path for place in places]
    assert workbench("runs", "--compare", *paths[:2], "--json") == 0
    told = msgspec.json.decode(capsys.readouterr().out)
    assert told["translations"] == [str(path) for path in paths[:2]]
    assert [one["fid"] for one in told["quality"]] == [300.0, 250.5]
    assert told["settings"] == [{"name": "beta", "values": [0.1, 0.02]}]
    assert workbench("runs", "--compare", *paths) == 0
    lines = capsys.readouterr().out.splitlines()
    assert next(line.split() for line in lines if line.startswith("FID before")) == [
        "FID",
        "before",
        *["1,234.5"] * 2,
        "–",
    ]
    assert next(line.split() for line in lines if line.startswith("labels kept"))[2:] == [*["90.0", "%"] * 2, "–"]
    assert workbench("runs", "--compare", paths[0], two[0]) == 2
    assert "cannot be compared with a translation" in capsys.readouterr().err


def test_that_one_run_or_no_folder_is_refused(two: list[Path], tmp_path: Path) -> None:
    assert workbench("runs", "--compare", two[0]) == 2
    assert workbench("runs", tmp_path / "nothing") == 2
    with pytest.raises(UserError, match="is not a run folder"):
        RunFolder(tmp_path).job()


def test_that_a_folder_without_runs_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert workbench("runs", tmp_path) == 0
    assert "workbench adapt" in capsys.readouterr().out
