"""The names in a folder, shown while its files are still being checked."""

from PySide6.QtWidgets import QFrame

from workbench.core.domain import Side
from workbench.core.folder_outline import FolderOutline
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import column, label, row

CLASSES = 12  # classes, at most, that are listed with their numbers of images


class OutlineCard(QFrame):
    """Shows what the names in the folder of a domain say, and how many files have been checked."""

    def __init__(self, side: Side, outline: FolderOutline) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.outline = outline
        self.progress = label("", "caution", wrap=True)
        place = label(outline.root, "dim", wrap=True)
        place.setToolTip(plain_tip(outline.root))
        rows = [(tr("Images, unchecked"), whole(outline.images))]
        if outline.classes:
            rows.append((tr("Classes"), whole(len(outline.classes))))
        self.setLayout(
            column(
                label(f"{word(side.title())} · {word(outline.layout)}", "heading"),
                place,
                *(row(label(name, "dim"), -1, label(value)) for name, value in rows),
                label(_counted(outline), "faint", wrap=True),
                label(
                    f"{', '.join(outline.names)}{' …' if outline.images > len(outline.names) else ''}", "faint", True
                ),
                self.progress,
                margin=12,
                spacing=4,
            )
        )
        self.show_progress(0)

    def show_progress(self, files: int) -> None:
        """Show how many files have been checked."""
        self.progress.setText(
            tr(
                "The files are being checked: {files} of {images}. Some may turn out to be "
                "unusable, and nothing can be started before the end.",
                files=whole(files),
                images=whole(self.outline.images),
            )
        )


def _counted(outline: FolderOutline) -> str:
    """The classes with their numbers of images, in a line; those of masks are named only."""
    named = [f"{name} {whole(outline.counts[name])}" if name in outline.counts else name for name in outline.classes]
    more = (
        tr(" and {classes}", classes=count(len(named) - CLASSES, "other class", "other classes"))
        if len(named) > CLASSES
        else ""
    )
    return ", ".join(named[:CLASSES]) + more
