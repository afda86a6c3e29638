"""Numbers and their nouns agree."""

import re
from pathlib import Path

import workbench
from workbench.core.counting import count

ROOT = Path(workbench.__file__).parent
NOUNS = "images|labels|files|runs|steps|shots|classes|frames|masks|samples|others|predictions|translations"
LOOSE = re.compile(rf"\{{[^{{}}]+\}} (?:more |other |target |source )?(?:{NOUNS})\b")  # as in f"{number:,} images"
ALWAYS_SEVERAL = {
    "{MORE} more labels",
    "{more} more labels",
    "{len(matching)} target images",
    "{rate} images",
    "{rate:.1f} frames",
    "{arguments.latest} images",  # ten or more
    "{total:,} images",  # at least those ten
    "{count:,} predictions",  # beside the singular
    "{preset.steps:,} steps",
}


def test_that_a_number_takes_the_noun_that_fits() -> None:
    assert [count(number, "class", "classes") for number in (0, 1, 2_000)] == ["0 classes", "1 class", "2,000 classes"]


def test_that_no_sentence_of_the_window_or_the_command_line_puts_a_plural_after_any_number() -> None:
    found = {
        f"{path.name}: {loose}"
        for folder in ("gui", "cli")
        for path in (ROOT / folder).rglob("*.py")
        for loose in LOOSE.findall(path.read_text(encoding="utf-8"))
        if loose not in ALWAYS_SEVERAL
    }
    assert found == set()
