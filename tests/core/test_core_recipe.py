"""Recipes: a job there and back, and the line and the field of a mistake."""

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from workbench.core.corrections import Correction
from workbench.core.deep_range import EACH_IMAGE, DeepRange
from workbench.core.errors import UserError
from workbench.core.job import Augment, Job, Norm, Shift, Shot, Tune
from workbench.core.job_options import FOLDERS, OPTIONS
from workbench.core.recipe import RANGES, recipe_text
from workbench.core.recipe_file import ROWS, read_recipe
from workbench.core.settings import Field

SETTINGS = (
    Field("critic_weight", "float", 1.0, "Weight of the critic (λ).", 0.0, 10.0),
    Field("width", "int", 8, "Units.", 1, None, "units"),
    Field("labels", "str", "soft", "Which labels.", choices=("soft", "hard")),
    Field("flip", "bool", False, "Mirror images."),
)
words = some.text(some.characters(codec="utf-8"), max_size=12)
names = words.filter(bool)
numbers = some.floats(allow_nan=False, allow_infinity=False)
bounds = some.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1])
ranges = some.none() | some.just(EACH_IMAGE) | some.builds(DeepRange, some.none() | bounds, some.none() | bounds)
jobs = some.builds(
    Job,
    method=some.just("dann"),
    source=some.just("/pictures/it's a folder"),
    target=some.just("/pictures/ü"),
    tune=some.sampled_from(Tune),
    steps=some.integers(1, 10_000_000),
    seed=some.integers(0, 2**63 - 1),
    shift=some.sampled_from(Shift),
    augment=some.sampled_from(Augment),
    norm=some.sampled_from(Norm),
    validator=words,
    compile=some.booleans(),
    shots_held_out=some.floats(0, 0.9),
    source_range=ranges,
    target_range=ranges,
    mapping=some.dictionaries(some.sampled_from(["car", "a b", "ü", 'quoted "one"', "x.y", "#"]), names, max_size=3),
    shots=some.lists(some.builds(Shot, names, names), max_size=3).map(tuple),
    corrections=some.lists(some.builds(Correction, names, names, names), max_size=2).map(tuple),
    settings=some.fixed_dictionaries(
        {}, optional={"critic_weight": some.floats(0, 10), "labels": some.just("hard"), "flip": some.booleans()}
    ),
    checkpoint_seconds=some.floats(0, 1e6),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recipes") / "recipe.toml"


def complete(job: Job) -> Job:
    """The job with the defaults of its method written out, as a recipe has it."""
    values = {field.name: job.settings.get(field.name, field.default) for field in SETTINGS}
    return msgspec.structs.replace(job, settings=values | job.settings)


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(job=jobs)
def test_that_a_job_comes_back_from_its_recipe(job: Job, file: Path) -> None:
    text = recipe_text(job, SETTINGS)
    file.write_text(text, encoding="utf-8", newline="")
    again = read_recipe(file, lambda _: SETTINGS)
    assert complete(again) == msgspec.structs.replace(complete(job), mapping=again.mapping)
    assert recipe_text(again, SETTINGS) == recipe_text(msgspec.structs.replace(job, mapping=again.mapping), SETTINGS)


def test_that_a_recipe_has_every_field_with_a_comment(file: Path) -> None:
    text = recipe_text(Job(method="dann", source="/a", target="/b"), SETTINGS)
    fields = {*FOLDERS, *OPTIONS, *RANGES, "settings", "mapping", *ROWS}
    assert fields == set(Job.__struct_fields__)
    lines = text.splitlines()
    for name in (*FOLDERS, *OPTIONS, *(field.name for field in SETTINGS)):
        (line,) = [number for number, content in enumerate(lines) if content.startswith(f"{name} = ")]
        assert lines[line - 1].startswith("# "), name
    assert "# Weight of the critic (λ). From 0.0 to 10.0. Default: 1.0.\ncritic_weight = 1.0" in text
    assert "# The number of machines" in text


def test_that_paths_start_at_the_folder_of_the_recipe(tmp_path: Path) -> None:
    file = tmp_path / "recipe.toml"
    file.write_text('method = "dann"\nsource = "shop"\ntarget = "../street"\n')
    job = read_recipe(file, lambda _: SETTINGS)
    assert (job.source, job.target) == (str(tmp_path / "shop"), str(tmp_path.parent / "street"))


@pytest.mark.parametrize(
    ("added", "line", "sentence"),
    [
        ("steps = 0", 4, "“steps” of a job cannot be 0"),
        ("\nsteps = 'many'", 5, "“steps” of a job cannot be 'many'"),
        ("tune = 'most'", 4, "“tune” of a job cannot be 'most'"),
        ("stpes = 3", 4, "no field “stpes”. Did you mean “steps”"),
        ("# a comment\n[settings]\nwidth = 3\ncritic_wieght = 1", 7, "Did you mean “critic_weight”"),
        ("[settings]\nwidth = 0", 5, "“width” of the method cannot be 0"),
        ("source_range = [3, 1]", 4, "“source_range” cannot be [3, 1]"),
        ("[mapping]\nx = 'y'\n'a b' = 1", 6, "The class “a b” cannot be 1"),
        ("shots = 3", 4, "“shots” is no list of tables"),
        ("[[shots]]\npath = 'a'\n[[shots]]\nlable = 'b'", 7, "Did you mean “label”"),
        ("[[shots]]\npath = 'a'\n[[shots]]\nlabel = 'b'", 6, "“shots” cannot have"),
        ("steps = ", 4, "This is not TOML"),
    ],
)
def test_that_a_mistake_is_told_with_its_line_and_field(added: str, line: int, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "recipe.toml"
    file.write_text(f'method = "dann"\nsource = "/a"\ntarget = "/b"\n{added}\n')
    with pytest.raises(UserError, match=re.escape(sentence)) as told:
        read_recipe(file, lambda _: SETTINGS)
    assert told.value.message.startswith(f"recipe.toml, line {line}: ")


def test_that_a_missing_field_is_told(tmp_path: Path) -> None:
    file = tmp_path / "recipe.toml"
    file.write_text('method = "dann"\nsource = "/a"\n')
    with pytest.raises(UserError, match=r"recipe\.toml: The field “target” is missing"):
        read_recipe(file, lambda _: SETTINGS)
