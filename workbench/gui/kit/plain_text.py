"""Text from outside, such as names of files and classes, as Qt shows it without reading markup in it."""

import html

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """The text for a tooltip that shows `text` as it is.

    Qt reads a tooltip that looks like HTML as HTML, and loads the pictures that it names, from other computers too.
    """
    if not Qt.mightBeRichText(text):
        return text
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>"
