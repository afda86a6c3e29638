"""Target images that a model learned as images of the source."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import make_domain
from workbench.core.events import Warned
from workbench.core.job import Job
from workbench.engine.prepare import prepare


def warnings(source: Path, target: Path) -> list[str]:
    job = Job(
        method="mcc", source=str(source), target=str(target), backbone="small", cache=str(source.parent / "cache")
    )
    return [event.message for event in prepare(job) if isinstance(event, Warned)]


@pytest.mark.parametrize("copies", [0, 1, 3])
def test_that_target_images_that_are_in_the_source_are_told(copies: int, tmp_path: Path) -> None:
    source = make_domain(tmp_path / "source", seed=1, count=4)
    target = make_domain(tmp_path / "target", seed=2, count=4)
    folder = next(path for path in sorted(target.iterdir()) if path.is_dir())
    for image in sorted((source / folder.name).glob("*.png"))[:copies]:
        shutil.copy(image, folder / f"again-{image.name}")
    total = len(list(target.rglob("*.png")))
    told = [sentence for sentence in warnings(source, target) if "in the source too" in sentence]
    assert len(told) == bool(copies)
    if copies:
        verb = "is" if copies == 1 else "are"
        assert told[0].startswith(f"{copies} of {total} target images {verb} in the source too, such as {folder.name}/")
