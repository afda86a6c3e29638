"""`workbench translate`: trains a translator and writes the translated folder, or applies an existing one."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_overlap, add_range, range_of
from workbench.core.compatibility import check_apart
from workbench.core.counting import count
from workbench.core.defaults import TRANSLATION as DEFAULTS
from workbench.core.errors import UserError
from workbench.core.translation import Direction, TranslationJob
from workbench.core.video import RATE, SUFFIXES, VideoRequest, is_video

if TYPE_CHECKING:
    from workbench.export.translated_folder import TranslatedFolder

IMAGES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".gif")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.epilog = "Each translator has its own settings: “workbench translators NAME” lists their flags."
    parser.add_argument("first", metavar="SOURCE", help="folder of images to translate; with --model: INPUT")
    parser.add_argument("second", metavar="TARGET", help="folder with the wanted style; with --model: OUT")
    parser.add_argument(
        "--model", type=Path, metavar="RUN", help="apply the translator of this run to INPUT, write OUT"
    )
    parser.add_argument("--translator", default=DEFAULTS.translator, help="see “workbench translators” (%(default)s)")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write the source's translated images here")
    parser.add_argument("--run", type=Path, metavar="DIR", help="run folder (default: runs/TRANSLATOR-N)")
    parser.add_argument("--style", nargs="+", default=[], metavar="FILE", help="style images")
    parser.add_argument("--to-source", action="store_true", help="translate images of the target to the source instead")
    parser.add_argument(
        "--masks", default="", metavar="DIR", help="masks to copy to the output (default: those of the layout)"
    )
    parser.add_argument("--preset", default=DEFAULTS.preset, help="auto, or a preset of the translator (%(default)s)")
    parser.add_argument("--steps", type=int, default=0, help="training steps (default: the preset's)")
    parser.add_argument("--batch", type=int, default=0, help="images of each domain in a step (default: the preset's)")
    parser.add_argument(
        "--image-size", type=int, default=0, metavar="PX", help="side of the training images (default: the source's)"
    )
    add_range(parser, sides=True)
    add_overlap(parser)
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed, help="same seed, same result (%(default)s)")
    parser.add_argument("--ema", type=float, default=DEFAULTS.ema, help="momentum of the weight average (%(default)s)")
    parser.add_argument("--backbone", default=DEFAULTS.backbone, help="net for measuring the quality")
    parser.add_argument("--weights", default="", metavar="FILE", help="local weights for that backbone")
    parser.add_argument("--device", default=DEFAULTS.device, help="auto, cpu, cuda, cuda:1, mps")
    parser.add_argument("--precision", default=DEFAULTS.precision, help="32-true, bf16-mixed or 16-mixed")
    parser.add_argument("--threads", type=int, default=0, metavar="N", help="CPU threads (default: torch's)")
    parser.add_argument("--checkpoint-seconds", type=float, default=DEFAULTS.checkpoint_seconds, metavar="S")
    parser.add_argument("--cache", default="", metavar="DIR", help="folder for decoded images")
    video = parser.add_argument_group("video", "if INPUT is a video or a folder of frames, and OUT a video")
    video.add_argument("--side-by-side", action="store_true", help="show the source to the left of its translation")
    video.add_argument(
        "--smooth",
        type=float,
        default=0.0,
        metavar="S",
        help="smoothing along the motion against flicker, 0 to 0.95 (%(default)s)",
    )
    video.add_argument(
        "--fps", type=float, default=RATE, metavar="N", help="frame rate of a folder of frames (%(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def read_extra(arguments: argparse.Namespace, extra: list[str]) -> None:
    """Read the flags of the translator's settings."""
    arguments.settings = {}
    if not extra:
        return
    if arguments.model:
        raise UserError(
            "The settings of a trained translator cannot be changed.", "Leave out --model to train a new one."
        )
    from workbench.cli.settings_table import read_settings
    from workbench.engine.registry import translator

    chosen_translator = translator(arguments.translator)
    arguments.settings = read_settings(
        f"workbench translate --translator {chosen_translator.name}", chosen_translator.card().fields, extra
    )


def run(arguments: argparse.Namespace) -> int:
    """Train or apply a translator. Return 0 if it finished, 130 if it was interrupted; the checkpoint is kept."""
    if arguments.model:
        return _translate(arguments, arguments.model.absolute(), Path(arguments.first), Path(arguments.second))
    from workbench.cli.run_progress import unused_folder
    from workbench.cli.translation_progress import train_translator

    if not arguments.overlap:
        check_apart(Path(arguments.first), Path(arguments.second))
    job = job_of(arguments)
    run_folder = (arguments.run or unused_folder(Path("runs"), job.translator)).absolute()
    folder = Path(job.target if arguments.to_source else job.source)
    if arguments.out:
        _check_output_first(arguments, job.translator, folder)  # before hours of training
    status = train_translator(job, run_folder, json=arguments.json and not arguments.out)
    if status or not arguments.out:
        return status
    arguments.style = [] if arguments.to_source else arguments.style  # they define the target's style
    return _translate(arguments, run_folder, folder, arguments.out)


def job_of(arguments: argparse.Namespace) -> TranslationJob:
    """Create the job from the flags."""
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
        source_range=range_of(arguments, "source"),
        target_range=range_of(arguments, "target"),
    )


def _translate(arguments: argparse.Namespace, run: Path, source: Path, out: Path) -> int:
    """Translate a folder, a video or a single image."""
    import msgspec

    from workbench.cli.translation_progress import statement, translate_folder
    from workbench.engine.translator_io import load_translator
    from workbench.export.translated_folder import load_style_images
    from workbench.store.translation_folder import TranslationFolder

    loaded = load_translator(run, arguments.device)
    if ranges := {f"{side}_range": deep for side in ("source", "target") if (deep := range_of(arguments, side))}:
        loaded = loaded._replace(job=msgspec.structs.replace(loaded.job, **ranges))
    if is_video(source.name) or out.suffix.lower() in SUFFIXES:
        from workbench.cli.translation_progress import write_video

        return write_video(loaded, _video(arguments, run, source, out), json=arguments.json)
    styles = load_style_images(loaded, tuple(arguments.style))
    direction = Direction.TO_SOURCE if arguments.to_source else Direction.TO_TARGET
    if source.is_file() and source.suffix.lower() in IMAGES:
        from workbench.cli.translation_progress import translate_image

        written_file = translate_image(loaded, source, out, direction, styles)
        print(f"Wrote {written_file}.")
        return 0
    _check_folder(out)
    result = translate_folder(loaded, source, out, direction, styles, arguments.masks, to_stderr=arguments.json)
    _report(result, out)
    if arguments.json:
        folder = TranslationFolder(run)
        said = statement(folder.result().quality, loaded.job.translator) if folder.result_file.is_file() else {}
        content = {**said, "out": str(out), "images": result.images, "masks": result.masks, "run": str(run)}
        print(msgspec.json.encode(content | {"set_aside": len(result.set_aside)}).decode())
    return 0


def _video(arguments: argparse.Namespace, run: Path, source: Path, out: Path) -> VideoRequest:
    return VideoRequest(
        run=str(run),
        source=str(source.expanduser().absolute()),
        out=str(out.expanduser().absolute()),
        styles=tuple(arguments.style),
        direction=Direction.TO_SOURCE if arguments.to_source else Direction.TO_TARGET,
        side_by_side=arguments.side_by_side,
        smooth=arguments.smooth,
        rate=arguments.fps,
        device=arguments.device,
    )


def _report(result: "TranslatedFolder", out: Path) -> None:
    masks = f" and {count(result.masks, 'mask')}" if result.masks else ""
    print(f"Wrote {count(result.images, 'image')}{masks} to {out}.", file=sys.stderr)
    for sample in result.set_aside:
        print(
            f"Set aside: {sample.path} ({sample.reason}{': ' + sample.detail if sample.detail else ''})",
            file=sys.stderr,
        )


def _check_folder(out: Path) -> None:
    if out.suffix.lower() in IMAGES and not out.is_dir():
        raise UserError(
            f"The output {out} has the name of an image, but INPUT is a folder.",
            "Give a folder, or translate a single image: workbench translate --model RUN IMAGE OUT.",
        )


def _check_output_first(arguments: argparse.Namespace, name: str, folder: Path) -> None:
    """Raises UserError if the translated folder cannot be written, before the training."""
    from workbench.engine.registry import translator
    from workbench.engine.translator_io import check
    from workbench.export.translated_folder import check_output

    _check_folder(arguments.out)
    check(translator(name), Direction.TO_SOURCE if arguments.to_source else Direction.TO_TARGET, None)
    check_output(arguments.out.expanduser().absolute(), folder.expanduser().absolute(), arguments.masks)
