"""COCO-FUNIT: few-shot translation with a content conditioned style encoder (Saito et al., arXiv:2007.07431)."""

from workbench.nets.few_shot import FewShotGenerator, Sizes
from workbench.translators.families.few_shot import FewShotTranslator


class CocoFUNIT(FewShotTranslator):
    """As FUNIT, with a style code that depends on the content, beside a constant style bias (§3.2)."""

    name = "coco_funit"
    title = "COCO-FUNIT"
    paper = "https://arxiv.org/abs/2007.07431"
    summary = "As FUNIT, and keeps what the image shows where poses differ or style images are cropped."

    def make_generator(self, sizes: Sizes) -> FewShotGenerator:
        """The style code is multiplied by what the content says."""
        return FewShotGenerator(sizes, conditioned=True)
