"""Target images that are files of the source too: a model that learned them looks better on the target than it is."""

import os

import msgspec

from workbench.core.counting import count
from workbench.core.domain import Domain
from workbench.core.generators import Returning
from workbench.data.digests import digests
from workbench.data.index import FileIndex


def shared_images(source: Domain, target: Domain, index: FileIndex) -> str:
    """A sentence on the target images with the content of a source image; empty without any, and for one folder twice.

    Only files whose sizes occur in both domains are read.
    """
    if os.path.realpath(source.root) == os.path.realpath(target.root):  # which a person insisted on
        return ""
    sizes = {sample.bytes for sample in source.samples} & {sample.bytes for sample in target.samples}
    if not sizes:
        return ""
    domains = [
        msgspec.structs.replace(domain, samples=[sample for sample in domain.samples if sample.bytes in sizes])
        for domain in (source, target)
    ]
    ours, theirs = Returning(digests(domains, index)).finish()
    learned = set(ours.values())
    shared = [path for path, digest in theirs.items() if digest in learned]
    if not shared:
        return ""
    number = count(len(target.samples), "target image")
    return (
        f"{len(shared):,} of {number} {'is' if len(shared) == 1 else 'are'} in the source too, such as {shared[0]}. "
        "What is measured on them looks better than it is; take them out of one of the folders."
    )
