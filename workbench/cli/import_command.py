"""`workbench import`: take over a model that was trained elsewhere; nothing in its file is executed."""

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from workbench.nets.weights import Match

LISTED = 10


def configure(parser: argparse.ArgumentParser) -> None:
    """FILE, what it is for, and where it goes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="weights (.safetensors, .pth), or a model (.onnx)")
    parser.add_argument("--backbone", metavar="NAME", help="of weights: the backbone that they are for")
    parser.add_argument("--classes", metavar="NAMES", help="of an .onnx: a,b,c, or a text file with one name a line")
    parser.add_argument("--size", type=int, default=224, help="of an .onnx: side of its input (default: %(default)s)")
    parser.add_argument(
        "--mean",
        type=float,
        nargs=3,
        default=(0.0, 0.0, 0.0),
        metavar="M",
        help="of an .onnx: taken from RGB in [0, 1]",
    )
    parser.add_argument(
        "--std", type=float, nargs=3, default=(1.0, 1.0, 1.0), metavar="S", help="of an .onnx: divides what is left"
    )
    parser.add_argument("--out", type=Path, metavar="PLACE", help="a .safetensors file; of an .onnx, a folder")


def run(arguments: argparse.Namespace) -> int:
    """Show what fits, write it where it does, and return 0; 1 where weights do not fit and nothing was asked for."""
    from rich.console import Console

    from workbench.core.errors import UserError

    console = Console(highlight=False, markup=False, soft_wrap=True)
    if arguments.file.suffix.lower() == ".onnx":
        return _onnx(arguments, console)
    if not arguments.backbone:
        raise UserError("Which backbone are these weights for?", "Say so with --backbone, such as resnet50.")
    from workbench.export.imported_model import import_weights

    match = import_weights(arguments.file, arguments.backbone)
    _tell(match, console)
    if not match.complete and arguments.out is None:
        return 1
    if arguments.out is not None:
        import_weights(arguments.file, arguments.backbone, arguments.out)
        quoted = shlex.quote(str(arguments.out))
        console.print(
            f"Wrote {arguments.out}. Start from it: workbench adapt SOURCE TARGET --backbone "
            f"{arguments.backbone} --weights {quoted}"
        )
    return 0


def _onnx(arguments: argparse.Namespace, console: "Console") -> int:
    from workbench.core.errors import UserError
    from workbench.export.imported_model import import_onnx

    if not arguments.classes or arguments.out is None:
        raise UserError("An ONNX model needs the names of its classes, and a folder.", "Use --classes and --out.")
    import_onnx(arguments.file, arguments.out, _names(arguments.classes), arguments.size, arguments.mean, arguments.std)
    quoted = shlex.quote(str(arguments.out))
    console.print(f"Wrote {arguments.out}. Measure it: workbench evaluate {quoted} LABELLED_FOLDER")
    return 0


def _names(told: str) -> list[str]:
    from workbench.core.errors import UserError
    from workbench.core.text_decoding import decode_text

    path = Path(told)
    try:
        text = decode_text(path.read_bytes(), told).text.splitlines() if path.is_file() else told.split(",")
    except OSError as error:
        raise UserError(f"{told} cannot be read ({error}).", "Give names with commas, or a text file.") from error
    return [name.strip() for name in text if name.strip()]


def _tell(match: "Match", console: "Console") -> None:
    below = f" below “{match.prefix}”" if match.prefix else ""
    count = sum(tensor.numel() for tensor in match.tensors.values())
    console.print(f"Matched{below}: {len(match.tensors):,} tensors, {count:,} numbers.")
    for title, names in (
        ("Missing from the file", match.missing),
        ("Another shape", match.misfit),
        ("Not used", match.left_over),
    ):
        if names:
            more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
            console.print(f"{title}: {'; '.join(names[:LISTED])}{more}")
