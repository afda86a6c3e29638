"""`workbench import`: imports a model from another program; no code in its file is executed."""

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from workbench.nets.weights import Match

LISTED = 10


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("file", type=Path, metavar="FILE", help="weights (.safetensors, .pth), or a model (.onnx)")
    parser.add_argument("--backbone", metavar="NAME", help="weights: their backbone")
    parser.add_argument("--classes", metavar="NAMES", help="ONNX: a,b,c, or a text file with one name per line")
    parser.add_argument("--size", type=int, default=224, help="ONNX: side of its input (default: %(default)s)")
    parser.add_argument(
        "--mean",
        type=float,
        nargs=3,
        default=(0.0, 0.0, 0.0),
        metavar="M",
        help="ONNX: mean that is subtracted from RGB in [0, 1]",
    )
    parser.add_argument(
        "--std",
        type=float,
        nargs=3,
        default=(1.0, 1.0, 1.0),
        metavar="S",
        help="ONNX: standard deviation, by which it is divided",
    )
    parser.add_argument("--out", type=Path, metavar="PLACE", help="a .safetensors file for weights, a folder for ONNX")


def run(arguments: argparse.Namespace) -> int:
    """Print what matches and write it to --out. Return 0, or 1 if weights do not match and --out is not given."""
    from rich.console import Console

    from workbench.core.errors import UserError

    console = Console(highlight=False, markup=False, soft_wrap=True)
    if arguments.file.suffix.lower() == ".onnx":
        return _onnx(arguments, console)
    if not arguments.backbone:
        raise UserError("The backbone of the weights is missing.", "Give it with --backbone, such as resnet50.")
    from workbench.export.imported_model import import_weights

    match = import_weights(arguments.file, arguments.backbone)
    _print_match(match, console)
    if not match.complete and arguments.out is None:
        return 1
    if arguments.out is not None:
        import_weights(arguments.file, arguments.backbone, arguments.out)
        quoted_out = shlex.quote(str(arguments.out))
        console.print(
            f"Wrote {arguments.out}. To start from it: workbench adapt SOURCE TARGET --backbone "
            f"{arguments.backbone} --weights {quoted_out}"
        )
    return 0


def _onnx(arguments: argparse.Namespace, console: "Console") -> int:
    from workbench.core.errors import UserError
    from workbench.export.imported_model import import_onnx

    if not arguments.classes or arguments.out is None:
        raise UserError(
            "The class names or the output folder of the ONNX model are missing.", "Give both --classes and --out."
        )
    import_onnx(arguments.file, arguments.out, _names(arguments.classes), arguments.size, arguments.mean, arguments.std)
    quoted_out = shlex.quote(str(arguments.out))
    console.print(f"Wrote {arguments.out}. To measure it: workbench evaluate {quoted_out} LABELLED_FOLDER")
    return 0


def _names(text_or_file: str) -> list[str]:
    from workbench.core.errors import UserError
    from workbench.core.text_decoding import decode_text

    path = Path(text_or_file)
    try:
        text = (
            decode_text(path.read_bytes(), text_or_file).text.splitlines()
            if path.is_file()
            else text_or_file.split(",")
        )
    except OSError as error:
        raise UserError(
            f"{text_or_file} cannot be read ({error}).", "Give names with commas, or a text file."
        ) from error
    return [name.strip() for name in text if name.strip()]


def _print_match(match: "Match", console: "Console") -> None:
    below = f" below “{match.prefix}”" if match.prefix else ""
    count = sum(tensor.numel() for tensor in match.tensors.values())
    console.print(f"Matched{below}: {len(match.tensors):,} tensors, {count:,} numbers.")
    for title, names in (
        ("Missing from the file", match.missing),
        ("Another shape", match.misfit),
        ("Not used", match.left_over),
    ):
        if names:
            rest = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
            console.print(f"{title}: {'; '.join(names[:LISTED])}{rest}")
