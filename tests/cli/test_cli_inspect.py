"""`workbench inspect` and `workbench matrix`, from the command line to the page."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import make_domain
from workbench.cli.main import main


def run(*words: object) -> int:
    return main([str(word) for word in words], window=lambda: 0)


def inspected(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert run("inspect", *words, "--json") == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert isinstance(found, dict)
    return found


def test_that_two_folders_are_compared_in_one_sentence_with_figures_and_a_page(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "shift.html"
    found = inspected(capsys, *domains, "--out", page, "--cache", tmp_path / "cache")
    assert str(found["sentence"]).startswith("A linear probe recognises the domain of 100 % of the images")
    assert str(found["sentence"]).endswith("Nearly every image reveals its domain.")
    assert {one["name"] for one in found["measures"]} >= {"a_distance", "mmd", "frechet", "coral"}
    assert {one["side"] for one in found["performances"]} == {"source", "target"}
    text = page.read_text()
    assert text.count("data:image/jpeg;base64,") >= 40
    assert not re.search(r'(src|href)="(?!data:)', text), "it must not need anything else"
    assert "workbench inspect" in text


def test_that_the_same_domain_twice_shows_no_shift(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = make_domain(tmp_path / "one", seed=1, count=60), make_domain(tmp_path / "two", seed=2, count=60)
    found = inspected(capsys, one, other, "--cache", tmp_path / "cache")
    assert "no better than chance" in str(found["sentence"])


def test_that_groups_and_a_run_before_and_after_are_told(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = domains
    for method in ("source_only", "dann"):
        out = tmp_path / method
        assert run("adapt", source, target, "--method", method, "--steps", 20, "--batch", 8, "--out", out) == 0
    table = tmp_path / "groups.csv"
    names = [path.relative_to(target).as_posix() for path in sorted(target.rglob("*.png"))]
    table.write_text(
        "path,site\n" + "\n".join(f"{name},{'north' if n % 2 else 'south'}" for n, name in enumerate(names))
    )
    capsys.readouterr()
    model, before = ("--model", tmp_path / "dann"), ("--before", tmp_path / "source_only")
    found = inspected(capsys, *domains, *model, *before, "--groups", table, "--cache", tmp_path / "cache")
    (grouping,) = found["groupings"]
    assert grouping["name"] == "site"
    assert {row["name"] for row in grouping["rows"]} == {"north", "south"}
    assert all(row["before"]["count"] == 36 for row in grouping["rows"])
    assert grouping["gap"] is not None


def test_that_a_duplicate_across_the_domains_is_called_a_leak(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = make_domain(tmp_path / "one", seed=1), make_domain(tmp_path / "two", seed=2, negative=True)
    (target / "a" / "leak.png").write_bytes((source / "a" / "000.png").read_bytes())
    found = inspected(capsys, source, target, "--cache", tmp_path / "cache")
    same = next(one for one in found["troubles"] if one["kind"] == "duplicates")
    assert same["sets"] == [[["source", "a/000.png"], ["target", "a/leak.png"]]]
    assert "leaked" in same["summary"]


def test_that_an_unlabelled_target_and_a_flat_source_are_no_trouble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, flat = make_domain(tmp_path / "one", seed=1), tmp_path / "flat"
    flat.mkdir()
    for path in make_domain(tmp_path / "two", seed=2, negative=True).rglob("*.png"):
        path.rename(flat / f"{path.parent.name}{path.name}")
    found = inspected(capsys, source, flat, "--cache", tmp_path / "cache")
    assert [one["side"] for one in found["performances"]] == ["source"]
    assert any("target has no labels" in note for note in found["notes"])
    found = inspected(capsys, flat, source, "--cache", tmp_path / "cache")
    assert found["performances"] == []


def test_that_images_that_taught_a_model_do_not_measure_it(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = domains
    shots = tmp_path / "shots.csv"
    named = [f"{name}/{number:03}.png" for name in "abc" for number in range(10)]
    shots.write_text("path,label\n" + "\n".join(f"{path},{path[0]}" for path in named))
    words = ("--method", "s_plus_t", "--shots", shots, "--shots-held-out", 0.2, "--steps", 10, "--batch", 8)
    assert run("adapt", source, target, *words, "--out", tmp_path / "run") == 0
    capsys.readouterr()
    found = inspected(capsys, source, target, "--model", tmp_path / "run", "--cache", tmp_path / "cache")
    (measured,) = found["performances"]
    assert measured["accuracy"]["count"] == 72 - 24, "two of ten shots of each class were held out: they still measure"
    assert any("24 labelled target images were used for training" in note for note in found["notes"])


def test_that_a_source_that_is_labelled_in_part_predicts_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_domain(tmp_path / "one", seed=1)
    table = tmp_path / "one.csv"
    rows = [f"one/{name}/{number:03}.png,{name if number < 20 else ''}" for name in "abc" for number in range(24)]
    table.write_text("path,label\n" + "\n".join(rows))
    target = make_domain(tmp_path / "two", seed=2)
    found = inspected(capsys, table, target, "--cache", tmp_path / "cache")
    counts = {one["side"]: one["accuracy"]["count"] for one in found["performances"]}
    assert counts == {"source": 60, "target": 72}


def test_that_a_target_of_other_classes_gets_a_note_and_no_errors(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = make_domain(tmp_path / "other", seed=3, classes="xyz", negative=True)
    found = inspected(capsys, domains[0], other, "--cache", tmp_path / "cache")
    assert [one["side"] for one in found["performances"]] == ["source"]
    assert any("nothing in common" in note and "x, y, z" in note for note in found["notes"])


def test_that_three_images_are_too_few_and_still_told(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = make_domain(tmp_path / "few", seed=3, classes="abc", count=1)
    found = inspected(capsys, domains[0], few, "--cache", tmp_path / "cache", "--out", tmp_path / "page.html")
    assert "too few images" in str(found["sentence"])
    assert found["measures"] == []


def test_that_an_empty_folder_or_groups_of_other_images_end_with_one_sentence(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "broken.png").write_bytes(b"no image")
    for pair in ((tmp_path / "empty", domains[1]), (domains[0], tmp_path / "empty")):
        assert run("inspect", *pair, "--cache", tmp_path / "cache") == 2
        assert "contains no readable image" in capsys.readouterr().err
    table = tmp_path / "groups.csv"
    table.write_text("path,site\n/somewhere/else.png,north\n")
    assert run("inspect", *domains, "--groups", table, "--cache", tmp_path / "cache") == 2
    assert "such as “/somewhere/else.png”" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--images", "-1"), "-1 of --images is negative"),
        (("--backbone", "small"), "not pretrained"),
        (("--backbone", "none"), "no backbone"),
        (("--groups", "none.csv"), "cannot be read"),
        (("--model", "none"), "is not a run folder"),
        (("--device", "cuda:9"), "no device"),
        (("--out", f"{__file__}/page.html"), "cannot be written"),
    ],
)
def test_that_a_mistake_ends_with_one_sentence(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run("inspect", *domains, "--cache", tmp_path / "cache", *words) == 2
    assert said in capsys.readouterr().err


def test_that_a_matrix_trains_on_each_and_tests_on_each(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("matrix", *domains, "--steps", 30, "--out", tmp_path / "runs")
    assert run(*words, "--json") == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [len(line) for line in found["accuracy"]] == [2, 2]
    own, away = found["accuracy"][0]
    assert own > away, "the target is the source's negative"
    assert run(*words) == 0
    assert "points" in capsys.readouterr().out
    assert run("matrix", domains[0], domains[0]) == 2
