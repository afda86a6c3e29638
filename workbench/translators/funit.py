"""FUNIT: few-shot unsupervised image-to-image translation (Liu et al., arXiv:1905.01723)."""

from workbench.nets.few_shot import FewShotGenerator, Sizes
from workbench.translators.families.few_shot import FewShotTranslator


class FUNIT(FewShotTranslator):
    """An AdaIN decoder renders the content of one image with the mean style code of a few others."""

    name = "funit"
    title = "FUNIT"
    paper = "https://arxiv.org/abs/1905.01723"
    summary = "Translates to the style of one to five images. For targets with only a handful of images."

    def make_generator(self, sizes: Sizes) -> FewShotGenerator:
        """A generator whose style code does not depend on the content."""
        return FewShotGenerator(sizes, conditioned=False)
