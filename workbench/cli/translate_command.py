"""`workbench translate`: learn a look and write the translated folder, or apply a translator that is there."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.defaults import TRANSLATION as DEFAULTS
from workbench.core.errors import UserError
from workbench.core.translation import Direction, TranslationJob
from workbench.core.video import RATE, SUFFIXES, VideoRequest, is_video

if TYPE_CHECKING:
    from workbench.export.translated_folder import TranslatedFolder

IMAGES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".gif")


def configure(parser: argparse.ArgumentParser) -> None:
    """Two folders to learn from, or --model and what to apply it to."""
    parser.epilog = "Each translator has settings of its own: “workbench translators NAME” lists them as flags."
    parser.add_argument("first", metavar="SOURCE", help="folder whose images get another look; with --model: INPUT")
    parser.add_argument("second", metavar="TARGET", help="folder that has this look; with --model: OUT")
    parser.add_argument("--model", type=Path, metavar="RUN", help="apply the translator of this run to INPUT, into OUT")
    parser.add_argument("--translator", default=DEFAULTS.translator, help="see “workbench translators” (%(default)s)")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write the source's translated images here")
    parser.add_argument("--run", type=Path, metavar="DIR", help="run folder (default: runs/TRANSLATOR-N)")
    parser.add_argument("--style", nargs="+", default=[], metavar="FILE", help="images whose look is wanted")
    parser.add_argument(
        "--to-source", action="store_true", help="the other way: images of the target in the look of the source"
    )
    parser.add_argument("--masks", default="", metavar="DIR", help="masks to copy along (default: those of the layout)")
    parser.add_argument("--preset", default=DEFAULTS.preset, help="auto, or one of the translator's (%(default)s)")
    parser.add_argument("--steps", type=int, default=0, help="training steps (default: the preset's)")
    parser.add_argument("--batch", type=int, default=0, help="images of each domain in a step (default: the preset's)")
    parser.add_argument(
        "--image-size", type=int, default=0, metavar="PX", help="side at which it learns (default: the source's)"
    )
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed, help="same seed, same result (%(default)s)")
    parser.add_argument("--ema", type=float, default=DEFAULTS.ema, help="momentum of the weight average (%(default)s)")
    parser.add_argument("--backbone", default=DEFAULTS.backbone, help="what the quality is measured with")
    parser.add_argument("--weights", default="", metavar="FILE", help="local weights for that backbone")
    parser.add_argument("--device", default=DEFAULTS.device, help="auto, cpu, cuda, cuda:1, mps")
    parser.add_argument("--precision", default=DEFAULTS.precision, help="32-true, bf16-mixed or 16-mixed")
    parser.add_argument("--threads", type=int, default=0, metavar="N", help="of the CPU (default: torch's)")
    parser.add_argument("--checkpoint-seconds", type=float, default=DEFAULTS.checkpoint_seconds, metavar="S")
    parser.add_argument("--cache", default="", metavar="DIR", help="folder for decoded images")
    video = parser.add_argument_group("video", "where INPUT is a video or a folder of frames, and OUT a video")
    video.add_argument("--side-by-side", action="store_true", help="the source to the left of its translation")
    video.add_argument(
        "--smooth",
        type=float,
        default=0.0,
        metavar="S",
        help="against flicker: 0 to 0.95 along the motion (%(default)s)",
    )
    video.add_argument("--fps", type=float, default=RATE, metavar="N", help="of a folder of frames (%(default)s)")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def take(arguments: argparse.Namespace, extra: list[str]) -> None:
    """The flags of the chosen translator, made from its settings."""
    arguments.settings = {}
    if not extra:
        return
    if arguments.model:
        raise UserError("A translator that is there takes no settings any more.", "Leave out --model to learn anew.")
    from workbench.cli.settings_table import read_settings
    from workbench.engine.registry import translator

    known = translator(arguments.translator)
    arguments.settings = read_settings(f"workbench translate --translator {known.name}", known.card().fields, extra)


def run(arguments: argparse.Namespace) -> int:
    """0 when all is done, 130 when it was interrupted (the checkpoint is kept)."""
    if arguments.model:
        return _apply(arguments, arguments.model.absolute(), Path(arguments.first), Path(arguments.second))
    from workbench.cli.run_progress import unused
    from workbench.cli.translation_progress import learn

    job = job_of(arguments)
    place = (arguments.run or unused(Path("runs"), job.translator)).absolute()
    folder = Path(job.target if arguments.to_source else job.source)
    if arguments.out:
        _check_wish(arguments, job.translator, folder)  # before hours of training, not after
    status = learn(job, place, json=arguments.json and not arguments.out)
    if status or not arguments.out:
        return status
    arguments.style = [] if arguments.to_source else arguments.style  # they told the look of the target
    return _apply(arguments, place, folder, arguments.out)


def job_of(arguments: argparse.Namespace) -> TranslationJob:
    """The recipe that the flags say."""
    return TranslationJob(
        translator=arguments.translator,
        source=arguments.first,
        target=arguments.second,
        styles=tuple(arguments.style),
        preset=arguments.preset,
        steps=arguments.steps,
        batch=arguments.batch,
        image_size=arguments.image_size,
        seed=arguments.seed,
        backbone=arguments.backbone,
        weights=str(Path(arguments.weights).absolute()) if arguments.weights else "",
        device=arguments.device,
        precision=arguments.precision,
        threads=arguments.threads,
        ema=arguments.ema,
        settings=arguments.settings,
        checkpoint_seconds=arguments.checkpoint_seconds,
        cache=str(Path(arguments.cache).absolute()) if arguments.cache else "",
    )


def _apply(arguments: argparse.Namespace, run: Path, given: Path, out: Path) -> int:
    """Translate a folder, or a single image."""
    import msgspec

    from workbench.cli.translation_progress import write
    from workbench.engine.translator_io import load_translator
    from workbench.export.translated_folder import load_style_images

    loaded = load_translator(run, arguments.device)
    if is_video(given.name) or out.suffix.lower() in SUFFIXES:
        from workbench.cli.translation_progress import write_video

        return write_video(loaded, _video(arguments, run, given, out), json=arguments.json)
    styles = load_style_images(loaded, tuple(arguments.style))
    direction = Direction.TO_SOURCE if arguments.to_source else Direction.TO_TARGET
    if given.is_file() and given.suffix.lower() in IMAGES:
        from workbench.cli.translation_progress import write_one

        to = write_one(loaded, given, out, direction, styles)
        print(f"Wrote {to}.")
        return 0
    _check_folder(out)
    written = write(loaded, given, out, direction, styles, arguments.masks, to_stderr=arguments.json)
    _report(written, out)
    if arguments.json:
        told = {"out": str(out), "images": written.images, "masks": written.masks, "run": str(run)}
        print(msgspec.json.encode(told | {"set_aside": len(written.set_aside)}).decode())
    return 0


def _video(arguments: argparse.Namespace, run: Path, given: Path, out: Path) -> VideoRequest:
    return VideoRequest(
        run=str(run),
        source=str(given.expanduser().absolute()),
        out=str(out.expanduser().absolute()),
        styles=tuple(arguments.style),
        direction=Direction.TO_SOURCE if arguments.to_source else Direction.TO_TARGET,
        side_by_side=arguments.side_by_side,
        smooth=arguments.smooth,
        rate=arguments.fps,
        device=arguments.device,
    )


def _report(written: "TranslatedFolder", out: Path) -> None:
    masks = f" and {written.masks:,} masks" if written.masks else ""
    print(f"Wrote {written.images:,} images{masks} to {out}.", file=sys.stderr)
    for one in written.set_aside:
        print(f"Set aside: {one.path} ({one.reason}{': ' + one.detail if one.detail else ''})", file=sys.stderr)


def _check_folder(out: Path) -> None:
    if out.suffix.lower() in IMAGES and not out.is_dir():
        raise UserError(
            f"{out} is named as an image, and a whole folder is to be written.",
            "Name a folder, or translate a single image: workbench translate --model RUN IMAGE OUT.",
        )


def _check_wish(arguments: argparse.Namespace, name: str, folder: Path) -> None:
    """Raises UserError where the translated folder can not be written, whatever is learned."""
    from workbench.engine.registry import translator
    from workbench.engine.translator_io import check
    from workbench.export.translated_folder import check_output

    _check_folder(arguments.out)
    check(translator(name), Direction.TO_SOURCE if arguments.to_source else Direction.TO_TARGET, None)
    check_output(arguments.out.expanduser().absolute(), folder.expanduser().absolute(), arguments.masks)
