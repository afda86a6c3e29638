"""Folders of macOS, whose names are decomposed, and of other systems: the same classes, runs, labels and shots."""

import csv
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from tests.conftest import make_domain
from workbench.analysis.run_evaluation import outcome_of
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Warned
from workbench.core.generators import Returning
from workbench.core.job import Job, Shift, Shot
from workbench.data.scan import scan_now
from workbench.engine.run import run
from workbench.export.tasks.contract import Measuring
from workbench.export.tasks.registry import exporter_for
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder

WORDS = {"a": "café", "b": "naïve", "c": "plain"}


@dataclass(frozen=True)
class Folders:
    source: Path
    target: Path


def spelled(root: Path, form: Literal["NFC", "NFD"]) -> Path:
    """The folder, with names of images and classes in a Unicode form."""
    for name, word in WORDS.items():
        for image in (root / name).iterdir():
            image.rename(image.with_name(unicodedata.normalize(form, f"é{image.name}")))
        (root / name).rename(root / unicodedata.normalize(form, word))
    return root


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(
        spelled(make_domain(tmp_path / "source", seed=1, count=6), "NFC"),
        spelled(make_domain(tmp_path / "target", seed=2, count=6), "NFD"),
    )


def job_on(folders: Folders, tmp_path: Path, **more: object) -> Job:
    job = Job(
        method="source_only", source=str(folders.source), target=str(folders.target), steps=3, batch=8, image_size=16,
        cache=str(tmp_path / "cache"),
    )  # fmt: skip
    return msgspec.structs.replace(job, **more)


def samples_evaluated(place: Path, folder: Path) -> object:
    request = Measuring(model=place, domain=scan_now(folder), best=False, mapping={}, scales=(1.0,), groups={})
    return Returning(exporter_for(place).measure(request)).finish().answer["samples"]


def test_that_both_forms_are_the_same_classes(folders: Folders, tmp_path: Path) -> None:
    events = list(run(job_on(folders, tmp_path), tmp_path / "run"))
    assert not [event for event in events if isinstance(event, Warned)]
    place = RunFolder(tmp_path / "run")
    assert place.result().finished.scores.target_accuracy is not None
    assert samples_evaluated(place.path, folders.target) == 18
    assert all((folders.target / row.path).exists() for row in place.predictions()), "files keep their spelling"


def test_that_a_run_with_decomposed_names_goes_on_working(folders: Folders, tmp_path: Path) -> None:
    """As earlier versions wrote it on macOS; its folder was unpacked on another system since."""
    list(run(job_on(folders, tmp_path), tmp_path / "run"))
    place = RunFolder(tmp_path / "run")
    before = outcome_of(place)
    for file in (place.result_file, place.predictions_file):
        file.write_text(unicodedata.normalize("NFD", file.read_text()))
    folders.target.rename(tmp_path / "old")
    spelled(make_domain(folders.target, seed=2, count=6), "NFC")
    after = outcome_of(place)
    assert before.performance is not None
    assert after.performance == before.performance
    assert samples_evaluated(place.path, folders.target) == 18


def test_that_shots_are_found_in_either_form(folders: Folders, tmp_path: Path) -> None:
    paths = [sample.path for sample in scan_now(folders.target).samples][::3]
    shots = tuple(Shot(unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", "café")) for path in paths)
    list(run(job_on(folders, tmp_path, shots=shots, shots_held_out=0.0), tmp_path / "run"))
    place = RunFolder(tmp_path / "run")
    outcome = outcome_of(place)
    assert outcome.performance is not None
    assert outcome.performance.accuracy.count == 18 - len(shots), "shots do not measure the model"


def test_that_near_misses_are_told(tmp_path: Path) -> None:
    source, target = (make_domain(tmp_path / name, seed=1, count=4) for name in ("source", "target"))
    (target / "a").rename(target / "A ")
    events = list(run(job_on(Folders(source, target), tmp_path), tmp_path / "run"))
    assert any("“A ” and “a”" in event.message for event in events if isinstance(event, Warned))
    shot = (Shot("b/000.png", "B"),)
    with pytest.raises(UserError, match="“B” and “b”"):
        list(run(job_on(Folders(source, target), tmp_path, shots=shot, shift=Shift.PARTIAL), tmp_path / "other"))
    events = list(run(job_on(Folders(source, target), tmp_path, shots=shot), tmp_path / "open"))
    assert any("“b” and “B”" in event.message for event in events if isinstance(event, Warned)), "a class of its own"
    for name in "bc":
        (target / name).rename(target / name.upper())
    events = list(run(job_on(Folders(source, target), tmp_path), tmp_path / "none"))
    told = [event.message for event in events if isinstance(event, Warned)]
    assert any("no class in common" in message and "“A ” and “a”" in message for message in told)


def test_that_labels_of_a_project_follow_to_the_other_form(folders: Folders, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "P.workbench")
    project.set_domain_folder(Side.TARGET, folders.target)
    samples = scan_now(folders.target).samples
    other = [unicodedata.normalize("NFC", sample.path) for sample in samples]
    project.labels.apply(dict.fromkeys(other[:3], unicodedata.normalize("NFD", "café")))
    assert set(project.labels.current().values()) == {"café"}
    assert project.labels.apply(dict.fromkeys(other[:3], "café")) == [], "the label is the same"
    moved = project.moved_files.relocate(samples, {}).moved
    assert moved == {unicodedata.normalize("NFC", sample.path): sample.path for sample in samples[:3]}
    assert set(project.labels.current()) == {sample.path for sample in samples[:3]}
    project.close()


def test_that_a_table_names_files_in_either_form(folders: Folders, tmp_path: Path) -> None:
    paths = [sample.path for sample in scan_now(folders.target).samples]
    with (folders.target / "labels.csv").open("w", newline="", encoding="utf-8") as file:
        rows = ((unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", "été")) for path in paths)
        csv.writer(file).writerows([("path", "label"), *rows])
    domain = scan_now(folders.target / "labels.csv")
    assert [sample.path for sample in domain.samples] == paths
    assert domain.classes == ["été"]
    assert scan_now(folders.target).classes == ["été"], "the table covers the folder"
