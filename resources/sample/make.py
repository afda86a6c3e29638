"""Makes digits.zip: python resources/sample/make.py FOLDER_OF_DIGITS, where FOLDER holds mnist/ and optdigits/."""

import random
import sys
import zipfile
from pathlib import Path

PER_CLASS = 300
EPOCH = (2026, 1, 1, 0, 0, 0)  # the same input gives the same bytes


def main(digits: Path) -> None:
    """Take 300 images a class of mnist and all of optdigits."""
    chosen: list[Path] = []
    for folder in sorted((digits / "mnist").iterdir()):
        files = sorted(folder.glob("*.png"))
        chosen += sorted(random.Random(0).sample(files, PER_CLASS))
    chosen += sorted((digits / "optdigits").glob("*/*.png"))
    with zipfile.ZipFile(Path(__file__).with_name("digits.zip"), "w") as archive:
        for path in chosen:
            entry = zipfile.ZipInfo(str(path.relative_to(digits)), EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
