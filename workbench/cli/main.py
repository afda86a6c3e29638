"""The command line: one module a command, each light until it runs."""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from workbench import __version__
from workbench.core.errors import UserError

# name: the one line that `workbench --help` shows
COMMANDS = {
    "demo": "adapt a model on the sample project, in the window or, without a display, in the terminal",
    "open": "open the window, with a project where one is named",
    "sample": "make street scenes in two looks, with masks, to try things on",
    "scan": "say what is in a folder of images, and what could not be read",
    "inspect": "say how far two folders lie apart, in what, and which images show it",
    "matrix": "train on each of some labelled folders, test on each: what another domain costs",
    "methods": "list the adaptation methods",
    "adapt": "adapt a model from a labelled source to an unlabelled target",
    "translate": "give images of one domain the look of another: learn it, or apply what was learned",
    "translators": "list the image translators",
    "resume": "go on with a run that was stopped",
    "label": "list, import, export, suggest, merge and review labels of target images",
    "runs": "list the runs of a project or a folder, or compare some of them",
    "restore": "replace the damaged database of a project by a backup",
    "evaluate": "measure a run's model on a folder",
    "agree": "say how often two runs agree on the target, which needs no label",
    "export": "write a run's adapted model to a folder or file that works elsewhere",
    "import": "take over a model that was trained elsewhere",
    "predict": "predict the classes of a folder of images",
    "watch": "predict images as they arrive, and warn when they begin to look otherwise",
    "report": "write what was found and what was chosen as one page",
    "bench": "measure several methods on labelled folders, over several seeds",
}


def main(arguments: Sequence[str], window: Callable[..., int]) -> int:
    """Run one command; `window` opens the window.

    Returns 0 when it did what was asked, 2 for a mistake that a person can mend, 130 when interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file may be named in what is no UTF-8
    parser = argparse.ArgumentParser(
        prog="workbench",
        description="See, shrink and label the shift between two image domains. Without a command, the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    chosen = next((word for word in arguments if not word.startswith("-")), None)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name == chosen:
            import_module(f"workbench.cli.{name}_command").configure(command)
    parsed, extra = parser.parse_known_args(arguments)
    parsed.window = window
    command_module = import_module(f"workbench.cli.{parsed.command}_command")
    try:
        if extra and not hasattr(command_module, "take"):
            parser.error(f"unrecognized arguments: {' '.join(extra)}")
        if hasattr(command_module, "take"):
            command_module.take(parsed, extra)
        return int(command_module.run(parsed))
    except UserError as error:
        print(f"workbench: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader, such as “head”, has seen enough
        sys.stderr.close()
        return 0
