"""Which images and documents a person may use.

One policy answers for choosers, search, duplicates, uploads, ``select_format`` and the validation of every field.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail import VERSION as WAGTAIL_VERSION
from wagtail.documents import apps as document_app
from wagtail.documents import get_document_model
from wagtail.images import apps as image_app
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from cms.querysets import page_or_none
from cms.users.types import AnyUser
from editorial.content.named_objects import named_in


class UsablePolicy(CollectionOwnershipPermissionPolicy):
    """Lets people ``choose`` what is shared with their groups and their own uploads, and nobody but a superuser
    ``delete`` anything; editorial.receivers refuses even that for what a page shows."""

    def usable_by(self, user: AnyUser) -> QuerySet[Any]:
        """Return what this person may choose."""
        if not user.is_active or not user.is_authenticated:
            return self.model._default_manager.none()
        if user.is_superuser:
            return self.model._default_manager.all()
        shared = Q(collection__in=self._collections_with_perm(user, ["choose"]))
        own = Q(collection__in=self._collections_with_perm(user, ["add"]), **{self.owner_field_name: user})
        return self.model._default_manager.filter(shared | own)

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        if action == "delete":
            return user.is_active and user.is_superuser
        if action == "choose":
            return self._check_perm(user, ["add", "choose"])
        return super().user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: AnyUser, actions: Iterable[str], instance: Any) -> bool:
        others = set(actions)
        if "choose" in others and self.usable_by(user).filter(pk=instance.pk).exists():
            return True
        others -= {"choose", "delete"}
        if not others:
            return user.is_active and user.is_superuser
        return super().user_has_any_permission_for_instance(user, others, instance)

    def instances_user_has_any_permission_for(self, user: AnyUser, actions: Iterable[str]) -> QuerySet[Any]:
        others = set(actions)
        if "choose" in others:
            return self.usable_by(user)  # «change» is never wider: see editorial.roles
        others.discard("delete")
        if not others:
            everything = self.model._default_manager
            return everything.all() if user.is_superuser else everything.none()
        return super().instances_user_has_any_permission_for(user, others)


def policy_of(model: type[Model]) -> Any:
    """Return the policy object that Wagtail's own views, forms and hooks ask about images or documents."""
    if WAGTAIL_VERSION >= (8, 0):
        from wagtail.permissions import policy_registry  # noqa: PLC0415 - new in Wagtail 8

        return policy_registry.get_by_type(model)
    if model is get_image_model():
        from wagtail.images.permissions import permission_policy  # noqa: PLC0415 - gone in Wagtail 8
    else:
        from wagtail.documents.permissions import permission_policy  # noqa: PLC0415 - the same
    return permission_policy


def install_policies() -> None:
    """Change the class of the two policy objects in place: Wagtail's views, forms and hooks keep references to these
    very objects since their import. Wagtail 8 makes them later, through a method that is wrapped instead."""
    if WAGTAIL_VERSION < (8, 0):
        for model in (get_image_model(), get_document_model()):
            policy_of(model).__class__ = UsablePolicy
        return
    for app in (image_app, document_app):  # they call it when they are ready, which is after us
        app.get_permission_policy = _with_usable_policy(app.get_permission_policy)


def _with_usable_policy(stock: Callable[[], Any]) -> Callable[[], Any]:
    def get_permission_policy() -> Any:
        policy = stock()
        policy.__class__ = UsablePolicy
        return policy

    return get_permission_policy


def usable_by(user: AnyUser, model: type[Model]) -> QuerySet[Any]:
    """Return the images or documents (``model``) that this person may choose."""
    return policy_of(model).instances_user_has_permission_for(user, "choose")


def files_of(page: Page) -> frozenset[Any]:
    """Return (model, number) of each file that the page's latest or live revision shows already: a reviewer, who may
    not have chosen it, may keep it."""
    revisions = [revision for revision in (page.latest_revision, page.live_revision) if revision]
    files = {named for revision in revisions for named in named_in(page.specific_class, revision.content)}
    return frozenset((model, pk) for model, pk in files if model in (get_image_model(), get_document_model()))


def not_usable(user: AnyUser, wanted: Iterable[tuple[type[Model], int]], shown: Callable[[], frozenset[Any]]) -> bool:
    """Tell whether an image, document or page among ``wanted`` (model, number) is neither usable by this person nor
    among ``shown``, which is called only if needed."""
    foreign = {(model, pk) for model, pk in wanted if not _may_use(user, model, pk)}
    return bool(foreign) and not foreign <= shown()


def _may_use(user: AnyUser, model: type[Model], pk: int) -> bool:
    if issubclass(model, Page):
        return _may_link(user, pk)
    return usable_by(user, model).filter(pk=pk).exists()


def _may_link(user: AnyUser, pk: int) -> bool:
    page = page_or_none(pk)
    return page is not None and (page.live or page.specific.permissions_for_user(user).can_edit())
