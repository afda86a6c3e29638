"""The handlers of commands about what to label: suggestions, and groups of images."""

from collections.abc import Generator
from pathlib import Path

from workbench.core.events import Event
from workbench.core.generators import Returning
from workbench.core.suggestion import STRATEGY
from workbench.worker.labelling_commands import DivideGroup, FindSimilar, GroupImages, IndexTarget, Suggest
from workbench.worker.replies import ImagesGrouped, Suggested, TargetIndexed


def run_labelling_command(
    command: Suggest | IndexTarget | GroupImages | DivideGroup | FindSimilar,
) -> Generator[Event, None, Suggested | TargetIndexed | ImagesGrouped]:
    """Suggest images; index the images of a target; or form, divide or find a group of images of an index.

    Raises UserError if the images cannot be read, or if the index is gone.
    """
    from workbench.analysis.image_groups import image_groups
    from workbench.analysis.kept_index import index_inspected, index_run, kept_index
    from workbench.analysis.similar_images import divided, similar_images

    match command:
        case Suggest():
            return (yield from _suggest(command))
        case IndexTarget(request=request) if request is not None:
            return TargetIndexed((yield from index_inspected(request)))
        case IndexTarget():
            return TargetIndexed((yield from index_run(Path(command.run))))
        case GroupImages(labels=labels, passed=passed):
            return ImagesGrouped(tuple(image_groups(kept_index(command.index), labels, passed)))
        case DivideGroup(group=group):
            return ImagesGrouped(divided(kept_index(command.index), group))
        case FindSimilar(liked=liked, rejected=rejected, passed=passed):
            found = similar_images(kept_index(command.index), liked, rejected, passed, command.count)
            return ImagesGrouped((found,))


def _suggest(command: Suggest) -> Generator[Event, None, Suggested]:
    from workbench.analysis.suggestions import suggest, suggest_before

    name = command.strategy or STRATEGY
    options = (command.passed, name, command.count, command.seed)
    if command.request is None:
        progress = Returning(
            suggest(Path(command.run), *options, best=command.best, cache=command.cache, first=command.first)
        )
    else:
        progress = Returning(suggest_before(command.request, *options, first=command.first))
    yield from progress
    return Suggested(tuple(progress.result))
