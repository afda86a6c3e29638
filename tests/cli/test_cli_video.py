"""`workbench translate` on videos and with style images."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from tests.export.films import moving_frames, read_film, small_run, write_film
from workbench.__main__ import window
from workbench.cli.main import main
from workbench.core.video import VideoReport


@pytest.fixture
def run(tmp_path: Path) -> str:
    return str(small_run(tmp_path / "run"))


def test_that_a_video_is_translated_smoothed_and_set_beside_its_source(
    run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = write_film(tmp_path / "in.mp4", moving_frames(5), sound="aac"), tmp_path / "out.mp4"
    Image.new("RGB", (30, 20), "red").save(tmp_path / "red.png")
    words = ["translate", "--model", run, str(source), str(out), "--style", str(tmp_path / "red.png")]
    assert main([*words, "--side-by-side", "--smooth", "0.6", "--json"], window) == 0
    report = msgspec.json.decode(capsys.readouterr().out.splitlines()[-1], type=VideoReport)
    assert (report.frames, report.width, report.sound) == (5, 96, "copied")
    assert report.flicker is not None
    assert report.flicker.written <= report.flicker.translated
    assert read_film(out).frames.shape == (5, 32, 96, 3)


def test_that_a_folder_of_frames_is_a_video_when_a_video_is_asked_for(
    run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "frames").mkdir()
    for number, frame in enumerate(moving_frames(3)):
        Image.fromarray(frame).save(tmp_path / "frames" / f"{number}.png")
    out = tmp_path / "out.mkv"
    assert main(["translate", "--model", run, str(tmp_path / "frames"), str(out), "--fps", "5"], window) == 0
    assert "3 frames of 48 × 32" in capsys.readouterr().out
    assert read_film(out).rate == pytest.approx(5)


def test_that_a_video_without_the_right_name_is_refused(
    run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_film(tmp_path / "in.mp4", moving_frames(2))
    assert main(["translate", "--model", run, str(source), str(tmp_path / "out.png")], window) == 2
    assert "has no video extension" in capsys.readouterr().err


def test_that_an_image_takes_the_look_of_style_images(run: str, tmp_path: Path) -> None:
    Image.fromarray(moving_frames(1)[0]).save(tmp_path / "in.png")
    for name in ("red", "white"):
        Image.new("RGB", (40, 10), name).save(tmp_path / f"{name}.png")
        words = ["translate", "--model", run, str(tmp_path / "in.png"), str(tmp_path / f"as-{name}.png")]
        assert main([*words, "--style", str(tmp_path / f"{name}.png"), str(tmp_path / "red.png")], window) == 0
    with Image.open(tmp_path / "as-red.png") as one, Image.open(tmp_path / "as-white.png") as other:
        assert one.size == (48, 32)
        assert not np.array_equal(np.asarray(one), np.asarray(other))


def test_that_a_style_image_that_can_not_be_read_is_named(
    run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.fromarray(moving_frames(1)[0]).save(tmp_path / "in.png")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    words = ["translate", "--model", run, str(tmp_path / "in.png"), str(tmp_path / "out.png")]
    assert main([*words, "--style", str(tmp_path / "broken.png")], window) == 2
    assert "broken.png cannot be read" in capsys.readouterr().err
