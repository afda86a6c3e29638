"""`workbench translate`: trains a translator and writes the translated folder, or applies an existing one."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, cast

from workbench.cli.flags import add_overlap, add_range
from workbench.core.defaults import TRANSLATION as DEFAULTS
from workbench.core.errors import UserError
from workbench.core.video import RATE

if TYPE_CHECKING:
    from workbench.library.options import TranslateOptions
    from workbench.library.translating import Translation


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
    from workbench.cli.translation_progress import run_translation

    return run_translation(work_of(arguments), json=arguments.json)


def work_of(arguments: argparse.Namespace) -> "Translation":
    """The translation that the flags describe."""
    from workbench.library.translating import translate

    applies = arguments.model is not None  # INPUT and OUT are the folders then
    return translate(
        arguments.first,
        None if applies else arguments.second,
        model=arguments.model,
        translator=arguments.translator,
        out=arguments.second if applies else arguments.out,
        run=arguments.run,
        style=arguments.style,
        to_source=arguments.to_source,
        masks=arguments.masks,
        overlap=arguments.overlap,
        side_by_side=arguments.side_by_side,
        smooth=arguments.smooth,
        fps=arguments.fps,
        **options_of(arguments),
    )


def options_of(arguments: argparse.Namespace) -> "TranslateOptions":
    """The options that the flags give."""
    from workbench.library.options import TranslateOptions

    given = {name: getattr(arguments, name) for name in TranslateOptions.__annotations__}
    options = {name: value for name, value in given.items() if value is not None}
    return cast(TranslateOptions, options)
