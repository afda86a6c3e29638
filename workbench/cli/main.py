"""The command line: one module for each command, which imports heavy libraries only when it runs."""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from workbench import __version__
from workbench.core.errors import UserError

# the summary of each command in `workbench --help`
COMMANDS = {
    "demo": "adapt a model on the sample project, in the window or, without a display, in the terminal",
    "open": "open the window, with a project if one is given",
    "desktop": "add the program to the applications menu, or remove it from there (Linux)",
    "sample": "create sample data: digits in class folders, or street scenes with masks",
    "scan": "list the contents of a folder of images, and files that cannot be read",
    "unpack": "write the images of a packed data set (WebDataset, Parquet, Hugging Face) into a folder",
    "pack": "write a folder of images as WebDataset, Parquet, Hugging Face data set or YOLO folders",
    "inspect": "measure the shift between two folders, and show which images it affects",
    "matrix": "train on each of several labelled folders and test on all of them",
    "methods": "list the adaptation methods",
    "backbones": "list the pretrained networks, and download their weights",
    "adapt": "adapt a model from a labelled source to an unlabelled target",
    "sweep": "run a method with several values of its settings, and choose one without target labels",
    "translate": "translate images to another domain: train a translator, or apply one",
    "translators": "list the image translators",
    "resume": "resume a run that was stopped",
    "hosts": "add, list, check or clean computers on which runs may be executed, by OpenSSH",
    "label": "list, import, export, suggest, merge and review labels of target images",
    "runs": "list the runs of a project or a folder, or compare some of them",
    "project": "create, list, rename, move, duplicate or delete projects, or replace their folders",
    "restore": "replace the damaged database of a project by a backup",
    "evaluate": "measure a run's model on a labelled folder",
    "agree": "measure how often two runs agree on the target, without labels",
    "export": "export a run's adapted model to a folder or file",
    "import": "import a model from another program",
    "predict": "predict the classes of a folder of images",
    "watch": "predict images as they arrive in a folder, and warn about drift",
    "report": "write a report about runs as one page",
    "bench": "measure several methods on labelled folders, over several seeds",
}


def main(arguments: Sequence[str], window: Callable[..., int]) -> int:
    """Run one command; `window` opens the window.

    Return the exit status: 0 for success, 2 for an error that the user can correct, 130 if interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # file names may not be valid UTF-8
    parser = argparse.ArgumentParser(
        prog="workbench",
        description="See, shrink and label the shift between two image domains. Without a command, the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    requested = next((word for word in arguments if not word.startswith("-")), None)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name == requested:
            import_module(f"workbench.cli.{name}_command").configure(command)
    parsed, extra = parser.parse_known_args(arguments)
    parsed.window = window
    command_module = import_module(f"workbench.cli.{parsed.command}_command")
    try:
        if extra and not hasattr(command_module, "read_extra"):
            parser.error(f"unrecognized arguments: {' '.join(extra)}")
        if hasattr(command_module, "read_extra"):
            command_module.read_extra(parsed, extra)
        return int(command_module.run(parsed))
    except UserError as error:
        print(f"workbench: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader, such as “head”, has ended
        sys.stderr.close()
        return 0
