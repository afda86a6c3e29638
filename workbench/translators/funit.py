"""FUNIT: few-shot unsupervised image-to-image translation (Liu et al., arXiv:1905.01723)."""

from workbench.nets.few_shot import FewShotGenerator, Sizes
from workbench.translators.families.few_shot import FewShotTranslator


class FUNIT(FewShotTranslator):
    """The style of a few images, averaged, tells an AdaIN decoder how to paint the content of another."""

    name = "funit"
    title = "FUNIT"
    paper = "https://arxiv.org/abs/1905.01723"
    summary = "The look of one to five images, by a model trained on many classes. Where the target is a handful."

    def make_generator(self, sizes: Sizes) -> FewShotGenerator:
        """The style code does not depend on the content."""
        return FewShotGenerator(sizes, conditioned=False)
