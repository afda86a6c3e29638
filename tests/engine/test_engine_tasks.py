"""Tasks: which there are, which a source teaches, what each says of labels, and what its runs leave."""

from pathlib import Path

import msgspec
import pytest

from workbench.core.domain import Domain, Layout, Sample
from workbench.core.errors import UserError
from workbench.core.job import Job
from workbench.core.manifest import Manifest, Preprocessing
from workbench.core.masks import ClassTable, PixelClass
from workbench.data.scan import scan_now
from workbench.engine.auto import execute
from workbench.engine.catalogue import catalogue
from workbench.engine.registry import methods
from workbench.engine.tasks.registry import task, task_of, tasks

OF_EVERY_RUN = {
    *("job.json", "recipe.toml", "metrics.jsonl", "result.json"),
    *("model.safetensors", "best.safetensors", "embeddings"),
}
ANY = {"comparison.json", ".lock"}  # of auto; of the lock, where the platform keeps its file


def test_that_the_catalogue_has_every_task_and_methods_name_no_other() -> None:
    known = {card.name for card in catalogue().tasks}
    assert known == set(tasks()) == {"classify", "segment"}
    assert {name for method in methods().values() for name in (*method.tasks, *method.short_listed)} == known
    for card in catalogue().tasks:
        assert card.reference in methods()


def test_that_a_source_teaches_the_task_of_its_labels_and_no_other(
    domains: tuple[Path, Path], streets: tuple[Path, Path]
) -> None:
    images, masks = scan_now(domains[0]), scan_now(streets[0])
    assert task_of(images).card.name == task_of(images, "classify").card.name == "classify"
    assert task_of(masks).card.name == task_of(masks, "segment").card.name == "segment"
    with pytest.raises(UserError, match="has no masks"):
        task_of(images, "segment")
    with pytest.raises(UserError, match="labels pixels, not images"):
        task_of(masks, "classify")
    with pytest.raises(UserError, match="no task “depth”") as refused:
        task_of(masks, "depth")
    assert "classify, segment" in refused.value.hint


def test_that_a_folder_of_scenes_without_masks_teaches_images(tmp_path: Path, streets: tuple[Path, Path]) -> None:
    for file in (streets[0] / "images").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert scan_now(tmp_path).task == "classify"


@pytest.mark.parametrize("method", ["source_only", "auto"])
@pytest.mark.parametrize("kind", ["job", "street_job"])
def test_that_a_finished_run_leaves_what_its_task_says(
    kind: str, method: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    job: Job = msgspec.structs.replace(request.getfixturevalue(kind), method=method, steps=6)
    list(execute(job, tmp_path / "run"))
    artefacts = set(task_of(scan_now(Path(job.source))).artefacts)
    left = {path.name for path in (tmp_path / "run").iterdir()}
    assert left - ANY == OF_EVERY_RUN | artefacts


def test_that_the_constant_answer_is_the_most_frequent_class() -> None:
    samples = [Sample(f"{index}.png", name, 8, 8, "PNG", 1, 0) for index, name in enumerate("aabbbc")]
    answer = task("classify").constant_answer(Domain("/", Layout.CLASS_FOLDERS, samples), ["a", "b"])
    assert answer is not None
    assert (answer.name, answer.accuracy, answer.miou) == ("b", 0.6, None), "classes that the source lacks do not count"
    assert task("classify").constant_answer(Domain("/", Layout.FLAT, []), ["a"]) is None


def test_that_labels_are_told_as_the_task_has_them(domains: tuple[Path, Path], streets: tuple[Path, Path]) -> None:
    images = task("classify").labels(scan_now(domains[0]))
    assert images.answer == {"a": 24, "b": 24, "c": 24}
    pixels = task("segment").labels(scan_now(streets[0]))
    assert sum(float(str(share)) for share in pixels.answer.values()) == pytest.approx(1.0)
    table, sentence = pixels.parts
    assert not isinstance(table, str)
    assert table.colours == tuple(row[-1] for row in table.rows)
    assert str(sentence).startswith("12 images have masks")


def test_that_a_model_of_pixels_needs_a_table_of_its_classes() -> None:
    table = ClassTable((PixelClass("sky", (1, 2, 3)), PixelClass("road", (4, 5, 6))))
    sound = Manifest(
        classes=("sky", "road"), preprocessing=Preprocessing(32, 64, 32), files={}, task="segment", table=table
    )
    assert task("segment").sound(sound)
    assert not task("segment").sound(msgspec.structs.replace(sound, table=None))
    assert not task("segment").sound(msgspec.structs.replace(sound, classes=("road", "sky")))
    assert task("classify").sound(msgspec.structs.replace(sound, table=None, task="classify"))
