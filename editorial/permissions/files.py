"""Files that texts name: who may open them before they are public, and what may be neither deleted nor altered.

Read from the revisions: what the database knows of references is one text of each page.
"""

import re
from collections.abc import Iterator

from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import ReferenceIndex, Revision

from cms.exceptions import ActionRefused
from cms.users.types import AnyUser
from editorial.content.named_objects import named_in
from editorial.models.revisions import revisions_to_go_live

from .authors import owns

IN_USE = "Una pagina usa questo file, o un testo che deve ancora andare sul sito: prima va tolto da lì."


def naming(instance: Model, revisions: QuerySet[Revision]) -> Iterator[Revision]:
    """Yield those of ``revisions`` whose content names this picture, document or recording."""
    wanted = (type(instance), instance.pk)
    number = re.compile(rf"(?<!\d){instance.pk}(?!\d)")
    candidates = revisions.annotate(text=Cast("content", TextField())).filter(text__contains=str(instance.pk))
    for revision in candidates.select_related("content_type").iterator():
        if not number.search(revision.text):
            continue
        model = revision.content_type.model_class()
        if model is not None and wanted in named_in(model, revision.content):
            yield revision


def may_open(user: AnyUser, instance: Model) -> bool:
    """Tell whether this person reads a text that names the file: its author, or whoever may edit it, a reviewer of a
    text that waits included."""
    if not user.is_authenticated or not user.is_active:
        return False
    for revision in naming(instance, revisions_to_go_live()):
        page = revision.content_object
        if page is not None and (owns(user, page) or page.permissions_for_user(user).can_edit()):
            return True
    return False


def refuse_if_named(instance: Model) -> None:
    """Raise ActionRefused if a row, or a text that may still go live, names the file."""
    if ReferenceIndex.get_references_to(instance).exists():
        raise ActionRefused(IN_USE)
    if next(naming(instance, revisions_to_go_live()), None) is not None:
        raise ActionRefused(IN_USE)
