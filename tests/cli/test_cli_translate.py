"""`workbench translate`: learn, write, apply, go on, and refuse in a sentence."""

import argparse
import json
import shlex
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from tests.conftest import make_domain
from workbench.cli import main as command_line
from workbench.cli import translate_command
from workbench.core.command_line import translation_line
from workbench.core.deep_range import DeepRange
from workbench.core.translation import TranslationJob
from workbench.core.translation_quality import quality_sentence
from workbench.store.translation_folder import TranslationFolder


def parsed(words: list[str]) -> TranslationJob:
    parser = argparse.ArgumentParser()
    translate_command.configure(parser)
    arguments, extra = parser.parse_known_args([*words, "--overlap"])
    translate_command.read_extra(arguments, extra)
    job = translate_command.work_of(arguments).job
    assert job is not None
    return job


def main(words: list[str]) -> int:
    return command_line.main(words, lambda *_: 0)


def test_that_a_folder_is_translated_and_the_translator_applied_to_another_image(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = make_domain(tmp_path / "source", seed=1, count=3)
    target = make_domain(tmp_path / "target", seed=2, count=3, negative=True)
    words = ["translate", str(source), str(target), "--translator", "fourier", "--device", "cpu", "--beta", "0.1"]
    words += ["--cache", str(tmp_path / "cache"), "--run", str(tmp_path / "run"), "--out", str(tmp_path / "out")]
    assert main([*words, "--json"]) == 0
    lines = capsys.readouterr()
    told = json.loads(lines.out.splitlines()[-1])
    assert (told["images"], told["set_aside"]) == (9, 0)
    quality = TranslationFolder(tmp_path / "run").result().quality
    assert next(iter(told.items())) == ("sentence", quality_sentence(quality, trained=False))
    said = [line for line in lines.err.splitlines() if "FID" in line or "none" in line]
    assert said[0] == told["sentence"], "before any other figure"
    assert len(list((tmp_path / "out").glob("*/*.png"))) == 9
    assert TranslationFolder(tmp_path / "run").job().settings == {"beta": 0.1}
    Image.new("L", (21, 33), 90).save(tmp_path / "one.png")
    style = str(target / "a" / "000.png")
    run = ["translate", "--model", str(tmp_path / "run"), "--device", "cpu"]
    assert main([*run, str(tmp_path / "one.png"), str(tmp_path / "two.png"), "--style", style]) == 0
    with Image.open(tmp_path / "two.png") as made:
        assert made.size == (21, 33)
    for name, kind in (("two.jpg", "JPEG"), ("two.webp", "WEBP")):
        assert main([*run, str(tmp_path / "one.png"), str(tmp_path / name)]) == 0
        with Image.open(tmp_path / name) as made:
            assert made.format == kind
    capsys.readouterr()
    assert main([*run, str(tmp_path / "one.png"), str(tmp_path / "two.xyz")]) == 2
    assert "cannot be written in the format of two.xyz" in capsys.readouterr().err
    assert main([*run, str(source), str(tmp_path / "all.jpg")]) == 2
    assert "but INPUT is a folder" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.xyz")) + list(tmp_path.glob("all*"))
    before = (tmp_path / "one.png").read_bytes()
    assert main([*run, str(tmp_path / "one.png"), str(tmp_path)]) == 2
    assert "The translation would replace" in capsys.readouterr().err
    assert (tmp_path / "one.png").read_bytes() == before
    assert main(words) == 2
    assert "is not empty" in capsys.readouterr().err


def test_that_a_stopped_translation_goes_on_with_resume(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from workbench.engine.translation_run import translate

    source = make_domain(tmp_path / "source", seed=1, count=3)
    settings: dict[str, bool | int | float | str] = {"width": 4, "critic_width": 4, "blocks": 1}
    job = TranslationJob(
        translator="cyclegan",
        source=str(source),
        target=str(source),
        steps=3,
        batch=1,
        device="cpu",
        settings=settings,
        cache=str(tmp_path / "cache"),
    )
    events = translate(job, tmp_path / "run")
    next(events)
    events.close()
    assert main(["runs", str(tmp_path)]) == 0
    assert "cyclegan  stopped" in capsys.readouterr().out
    assert main(["resume", str(tmp_path / "run"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["type"] == "TranslationFinished"
    assert main(["runs", str(tmp_path), "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["kind"], listed["method"], listed["status"]) == ("translation", "cyclegan", "finished")
    assert listed["quality"]["images"] == 9
    again = parsed(shlex.split(listed["command"])[2:])
    assert again == msgspec.structs.replace(TranslationFolder(tmp_path / "run").job(), cache="")
    assert main(["runs", str(tmp_path)]) == 0
    assert "FID" in capsys.readouterr().out
    assert main(["resume", str(tmp_path / "run")]) == 2
    assert "is already finished" in capsys.readouterr().err


def test_that_translators_are_listed_with_their_settings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translators", "--json"]) == 0
    names = [card["name"] for card in json.loads(capsys.readouterr().out)]
    assert {"cyclegan", "fourier", "histogram", "reinhard"} <= set(names)
    assert main(["translators", "cyclegan"]) == 0
    told = capsys.readouterr().out
    assert "--cycle-weight" in told
    assert "--preset light" in told


def test_that_the_command_of_a_translation_gives_the_translation_again() -> None:
    job = TranslationJob(
        translator="funit",
        source="/pictures/a folder",
        target="/pictures/it's",
        styles=("/styles/one of.png", "/styles/two.png"),
        preset="light",
        steps=7,
        batch=3,
        image_size=40,
        seed=5,
        backbone="resnet18",
        weights="/weights/x.safetensors",
        device="cpu",
        precision="bf16-mixed",
        threads=2,
        ema=0.5,
        settings={"matching": 2.5, "light": True},
        checkpoint_seconds=3.5,
        source_range=DeepRange((0.0, 4095.0), (0.0, 4095.0)),
        target_range=DeepRange((1.5, 262.0), (1.5, 262.0)),
    )
    fields = {one.name: one for one in msgspec.structs.fields(TranslationJob) if one.name not in ("cache", "run")}
    assert all(getattr(job, name) != one.default for name, one in fields.items()), "each is tried"
    assert parsed(translation_line(job)[2:]) == job
