"""The colours of the window by their meaning, for the dark and the light theme."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tokens:
    """One colour for each meaning, as "#rrggbb".

    `text` and `dim` are legible on every background; `faint` is for hints only. `source` and `target` are always
    combined with a shape (circle, square), so that colour is never the only cue.
    """

    name: str
    background: str
    panel: str
    raised: str
    line: str
    text: str
    dim: str
    faint: str
    accent: str
    on_accent: str  # text on an accent button
    source: str
    target: str
    good: str
    caution: str
    bad: str


DARK = Tokens(
    name="dark",
    background="#16181c",
    panel="#1d2025",
    raised="#262a31",
    line="#31363f",
    text="#e7e9ec",
    dim="#9aa2ae",
    faint="#6b7380",
    accent="#4c9ffe",
    on_accent="#0b1220",
    source="#5b8def",
    target="#f2994a",
    good="#3fb27f",
    caution="#e2b341",
    bad="#e5645d",
)

LIGHT = Tokens(
    name="light",
    background="#f4f5f7",
    panel="#ffffff",
    raised="#eef0f3",
    line="#dcdfe5",
    text="#1d2229",
    dim="#5a6472",
    faint="#8b94a1",
    accent="#1f6feb",
    on_accent="#ffffff",
    source="#3a6fd8",
    target="#d9771f",
    good="#23895d",
    caution="#a87900",
    bad="#c9372c",
)
