"""`workbench agree`: how often two runs say the same of the target, which needs no label."""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Two runs and the form of the answer."""
    parser.add_argument("runs", type=Path, nargs=2, metavar="RUN", help="folder of a finished run")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """Print the share of target images on which both agree and return 0."""
    import msgspec

    from workbench.analysis.agreement import LOW, agreement
    from workbench.core.errors import UserError
    from workbench.store.run_folder import RunFolder

    places = [RunFolder(run.absolute()) for run in arguments.runs]
    for place in places:
        place.result()
    try:
        share = agreement(*({one.path: one.predicted for one in place.predictions()} for place in places))
    except ValueError as error:
        raise UserError("These runs have no target image in common.", "Compare runs on one target.") from error
    if arguments.json:
        print(msgspec.json.encode({"agreement": share}).decode())
    else:
        print(f"Both say the same of {share:.1%} of the target images.")
        if share < LOW:
            print("With two seeds of one recipe, so low a share means that neither is to be trusted.")
    return 0
