"""Run folders: files of samples are found under the names that the samples have now."""

from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from workbench.store.run_folder import RunFolder


@pytest.mark.parametrize(("of_run", "of_folder"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_that_a_mask_is_found_when_the_folder_changed_its_unicode_form(
    of_run: Literal["NFC", "NFD"], of_folder: Literal["NFC", "NFD"], tmp_path: Path
) -> None:
    run, written, now = RunFolder(tmp_path), *(normalize(form, "été/café.png") for form in (of_run, of_folder))
    for place in (run.mask_file(written), run.uncertainty_file(written)):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"mask")
    assert (run.mask_file(now), run.uncertainty_file(now)) == (run.mask_file(written), run.uncertainty_file(written))
    other = RunFolder(tmp_path / "other")
    assert other.mask_file(now).name == f"{normalize(of_folder, 'café.png')}.png", "a new mask is named as its sample"
