"""Shared fixtures: small real folders of images, and user folders of their own for every test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Not the language of the system; tests in another language run in a process of their own.
os.environ["WORKBENCH_LANGUAGE"] = os.environ.get("TESTED_LANGUAGE", "en")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # tiny nets: a second thread costs more than it brings

import numpy as np
import pytest
from PIL import Image

from tests import painted_scenes
from tests.made_projects import MadeProject, make_project
from tests.worker.ssh_server import SshServer, session_variables, ssh_server
from workbench.core.job import Job, Shot

Maker = Callable[..., Path]
pytest.register_assert_rewrite("tests.engine.watching")


@pytest.fixture(autouse=True)
def _own_user_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("HOME", str(home))


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A host for the tests of a module."""
    with ssh_server(tmp_path_factory.mktemp("sshd"), session_variables()) as running:
        yield running


@pytest.fixture
def server(sshd: SshServer, monkeypatch: pytest.MonkeyPatch) -> SshServer:
    """The host, as the one that `ssh` knows."""
    monkeypatch.setenv("PATH", f"{sshd.bin}{os.pathsep}{os.environ['PATH']}")
    return sshd


@pytest.fixture(scope="session")
def domains(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Source and target of three classes, 24 images each: the target is the source's negative, with noise."""
    root = tmp_path_factory.mktemp("domains")
    return make_domain(root / "source", seed=1), make_domain(root / "target", seed=2, negative=True)


def make_domain(root: Path, *, seed: int, classes: str = "abc", count: int = 24, negative: bool = False) -> Path:
    """A folder of class folders with small pictures: each class is a bar at another angle."""
    random = np.random.default_rng(seed)
    grid = np.arange(16) - 7.5
    for index, name in enumerate(classes):
        (root / name).mkdir(parents=True)
        for number in range(count):
            angle = np.pi * index / len(classes) + random.normal(0, 0.08)
            distance = np.abs(grid[None, :] * np.sin(angle) - grid[:, None] * np.cos(angle) + random.normal(0, 0.8))
            picture = np.clip(220 - 60 * distance, 20, 220) + random.normal(0, 8, (16, 16))
            picture = 255 - picture if negative else picture
            Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(root / name / f"{number:03d}.png")
    return root


@pytest.fixture
def job(domains: tuple[Path, Path], tmp_path: Path) -> Job:
    """A few steps of a small job on those domains."""
    source, target = domains
    return Job(
        method="source_only",
        source=str(source),
        target=str(target),
        steps=12,
        batch=8,
        image_size=16,
        cache=str(tmp_path / "cache"),
    )


@pytest.fixture(scope="session")
def streets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders of small scenes with masks: flat colours, and the same kind of scenes pale and noisy."""
    root = tmp_path_factory.mktemp("streets")
    return make_scenes(root / "game", seed=1), make_scenes(root / "real", seed=2, pale=True)


def make_scenes(root: Path, *, seed: int, count: int = 12, pale: bool = False) -> Path:
    """Images of 64 × 32 pixels and their masks: sky above, road below, a box on their border."""
    random = np.random.default_rng(seed)
    colours = np.array([[200, 60, 60], [60, 200, 60], [60, 60, 200]])
    for below in ("images", "masks"):
        (root / below).mkdir(parents=True)
    for number in range(count):
        mask = np.zeros((32, 64), np.uint8)
        horizon, left = random.integers(10, 22), random.integers(1, 55)
        mask[horizon:] = 1
        mask[horizon - 6 : horizon + 4, left : left + 8] = 2
        image = colours[mask] * 0.5 + 40 + random.normal(0, 20, (32, 64, 3)) if pale else colours[mask]
        Image.fromarray(image.clip(0, 255).astype(np.uint8)).save(root / "images" / f"{number:03d}.png")
        Image.fromarray(mask).save(root / "masks" / f"{number:03d}.png")
    (root / "classes.csv").write_text("name,red,green,blue\nsky,70,130,180\nroad,128,64,128\nbox,0,0,142\n")
    return root


@pytest.fixture
def street_job(streets: tuple[Path, Path], tmp_path: Path) -> Job:
    """A few steps of a small job on those scenes."""
    source, target = streets
    return Job(
        method="source_only",
        source=str(source),
        target=str(target),
        steps=6,
        batch=4,
        image_size=32,
        cache=str(tmp_path / "cache"),
    )


@pytest.fixture(scope="session")
def made_classification(tmp_path_factory: pytest.TempPathFactory) -> MadeProject:
    """A project of images in class folders, with its runs; not to be changed."""
    root = tmp_path_factory.mktemp("classification")
    source = make_domain(root / "source", seed=1, count=8)
    target = make_domain(root / "target", seed=2, count=8, negative=True)
    job = Job(method="source_only", source=str(source), target=str(target), steps=12, batch=8, image_size=16)
    shots = tuple(Shot(f"{name}/00{number}.png", name) for name in "abc" for number in range(2))
    return make_project(root, job, "mcc", shots)


@pytest.fixture(scope="session")
def made_segmentation(tmp_path_factory: pytest.TempPathFactory) -> MadeProject:
    """A project of painted scenes, with its runs; not to be changed."""
    root = tmp_path_factory.mktemp("segmentation")
    source, target = (painted_scenes.domain(root / name, 3, noise) for name, noise in (("source", 12), ("target", 24)))
    height = painted_scenes.HIGH
    job = Job(method="source_only", source=source.root, target=target.root, steps=40, batch=4, image_size=height)
    mask = str(target.folder / target.samples[0].mask)
    return make_project(root, job, "advent", (Shot(target.samples[0].path, "", mask=mask),))


@pytest.fixture
def classification_project(made_classification: MadeProject, tmp_path: Path) -> MadeProject:
    """A copy of it, with copies of its domains."""
    return made_classification.copied(tmp_path / "classification")


@pytest.fixture
def segmentation_project(made_segmentation: MadeProject, tmp_path: Path) -> MadeProject:
    """A copy of it, with copies of its domains."""
    return made_segmentation.copied(tmp_path / "segmentation")
