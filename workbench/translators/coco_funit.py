"""COCO-FUNIT: few-shot translation with a content-conditioned style encoder (Saito et al., arXiv:2007.07431)."""

from workbench.nets.few_shot import FewShotGenerator, Sizes
from workbench.translators.families.few_shot import FewShotTranslator


class CocoFUNIT(FewShotTranslator):
    """FUNIT with a style code that depends on the content and on a constant style bias (§3.2)."""

    name = "coco_funit"
    title = "COCO-FUNIT"
    paper = "https://arxiv.org/abs/2007.07431"
    summary = "FUNIT that preserves the content better, for differing poses or cropped style images."

    def make_generator(self, sizes: Sizes) -> FewShotGenerator:
        """A generator with a content-conditioned style code."""
        return FewShotGenerator(sizes, conditioned=True)
