"""What to label next, from a run on the disk: through the head alone or the whole net, as the run itself predicted."""

import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest

from workbench.analysis.domain_views import view_domains
from workbench.analysis.strategies.contract import Pool, entropy, strategy
from workbench.analysis.suggestions import suggest, suggest_before
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import Job, Tune
from workbench.core.shift_report import InspectionRequest
from workbench.data.cache import ImageCache
from workbench.engine.run import run
from workbench.engine.target_predictions import TargetOutputs, predict_target
from workbench.store.run_folder import RunFolder


def answered(folder: Path) -> TargetOutputs:
    return Returning(predict_target(folder)).finish()


@pytest.fixture
def finished(job: Job, tmp_path: Path) -> Path:
    for _ in run(job, tmp_path / "run"):
        pass
    return tmp_path / "run"


@pytest.mark.parametrize("tune", [Tune.ALL, Tune.HEAD])
def test_that_the_model_on_the_disk_says_what_the_run_said(tune: Tune, job: Job, tmp_path: Path) -> None:
    if tune is Tune.HEAD:
        job = msgspec.structs.replace(job, backbone="efficientnet_lite0", tune=tune, image_size=32, steps=4)
    for _ in run(job, tmp_path / "run"):
        pass
    said = answered(tmp_path / "run")
    before = RunFolder(tmp_path / "run").predictions()
    assert said.paths == tuple(one.path for one in before)
    assert said.predicted == [one.predicted for one in before]
    np.testing.assert_allclose(said.probabilities.max(axis=1), [one.confidence for one in before], atol=1e-4)
    assert said.features.shape[0] == len(before)


def test_that_the_most_uncertain_images_are_suggested_with_what_the_model_says(finished: Path) -> None:
    said = answered(finished)
    passed = set(said.paths[::2])
    doubt = entropy(said.probabilities)
    rows = [int(row) for row in np.argsort(-doubt, kind="stable") if said.paths[row] not in passed][:7]
    found = Returning(suggest(finished, passed, "entropy", 7)).finish()
    assert [one.path for one in found] == [said.paths[row] for row in rows]
    assert [one.predicted for one in found] == [said.predicted[row] for row in rows]
    assert all(one.why for one in found)


def test_that_no_more_is_suggested_than_is_left(finished: Path) -> None:
    paths = answered(finished).paths
    found = Returning(suggest(finished, paths[:-3], "clue", 10)).finish()
    assert {one.path for one in found} == set(paths[-3:])
    assert Returning(suggest(finished, paths, "clue", 10)).finish() == []


def test_that_images_that_came_since_can_be_suggested(finished: Path, job: Job, tmp_path: Path) -> None:
    target = tmp_path / "target"
    shutil.copytree(job.target, target)
    (target / "a" / "new.png").write_bytes((target / "b" / "000.png").read_bytes())
    place = RunFolder(finished)
    place.write_job(msgspec.structs.replace(place.job(), target=str(target)))
    before = {one.path for one in place.predictions()}
    assert [one.path for one in Returning(suggest(finished, before, "random", 5)).finish()] == ["a/new.png"]


def test_that_an_inspection_suggests_before_the_first_run(job: Job, tmp_path: Path) -> None:
    request = InspectionRequest(source=job.source, target=job.target, images=40, cache=str(tmp_path / "cache"))
    target = Returning(view_domains(request, ImageCache(tmp_path / "cache"))).finish()[1]
    paths = [one.path for one in target.seen.samples]
    passed = set(paths[::3])
    labelled = np.array([row for row, path in enumerate(paths) if path in passed])
    pool = Pool(target.seen.features, np.full((len(paths), 3), 1 / 3, np.float32), labelled)  # it needs features alone
    found = Returning(suggest_before(request, passed, "typiclust", 5)).finish()
    assert [one.path for one in found] == [paths[one.row] for one in strategy("typiclust").choose(pool, 5, 0)]
    assert all(one.why and one.predicted in "abc" and 0 < one.confidence <= 1 for one in found)


def test_that_a_source_that_allows_no_first_guess_is_said(domains: tuple[Path, Path], tmp_path: Path) -> None:
    few = tmp_path / "few"
    for name in "ab":
        (few / name).mkdir(parents=True)
        shutil.copy(domains[0] / name / "000.png", few / name)
    request = InspectionRequest(source=str(few), target=str(domains[1]), images=20, cache=str(tmp_path / "cache"))
    with pytest.raises(UserError, match="too few labelled images"):
        Returning(suggest_before(request, ())).finish()


def test_that_what_can_not_be_is_said(finished: Path, tmp_path: Path) -> None:
    for asked, said in (
        ((tmp_path / "nowhere", (), "random", 5), "not finished"),
        ((finished, (), "magic", 5), "no strategy"),
        ((finished, (), "random", 0), "number of suggestions is 0"),
    ):
        with pytest.raises(UserError, match=said):
            Returning(suggest(*asked)).finish()
