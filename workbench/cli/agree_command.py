"""`workbench agree`: how often two runs predict the same class on the target, which needs no labels."""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("runs", type=Path, nargs=2, metavar="RUN", help="folder of a finished run")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """Print the share of target images on which both runs agree. Return 0."""
    import msgspec

    from workbench.analysis.agreement import LOW, agreement
    from workbench.core.errors import UserError
    from workbench.store.run_folder import RunFolder

    run_folders = [RunFolder(run.absolute()) for run in arguments.runs]
    for run_folder in run_folders:
        run_folder.result()
    try:
        share = agreement(
            *(
                {prediction.path: prediction.predicted for prediction in run_folder.predictions()}
                for run_folder in run_folders
            )
        )
    except ValueError as error:
        raise UserError("The runs have no target image in common.", "Give runs on the same target.") from error
    first, second = (run_folder.job() for run_folder in run_folders)
    seeds_only = first.differs_in_seed(second)
    if arguments.json:
        print(msgspec.json.encode({"agreement": share, "differ_in_seed_only": seeds_only}).decode())
    else:
        print(f"The runs agree on {share:.1%} of the target images.")
        if not seeds_only:
            what = "have the same seed" if first.seed == second.seed else "differ in more than their seed"
            print(f"They {what}, so their agreement does not say how reliable they are.")
        elif share < LOW:
            print("For two seeds of the same job, an agreement this low means that neither run is reliable.")
    return 0
