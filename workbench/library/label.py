"""The labels of target images: what `workbench label` does, a function for each of its subcommands.

`import_` is named so because Python keeps the word. A place is a project (NAME.workbench) or a file of labels.
"""

from workbench.library.label_advice import review, suggest
from workbench.library.label_correction import correct
from workbench.library.label_history import list_classes as list  # noqa: A004  # named as its subcommand
from workbench.library.label_history import log, redo, undo
from workbench.library.label_measuring import measure, release, weigh
from workbench.library.label_transfer import export, import_, merge

__all__ = [
    "correct",
    "export",
    "import_",
    "list",
    "log",
    "measure",
    "merge",
    "redo",
    "release",
    "review",
    "suggest",
    "undo",
    "weigh",
]
