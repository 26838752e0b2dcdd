"""Makes groups, rights, collections and workflows equal to ``editorial.roles``. Deletes extra rows, never people."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.provisioning import Changes

from . import roles
from .models import DeskTask, GuestTask
from .publication.audience import extra_restrictions, restricted_collections
from .publication.gate import LOG_PROVISIONED

STOCK_GROUPS = ("Moderators", "Editors")
STOCK_WORKFLOW = "Moderators approval"
STOCK_WELCOME = "Welcome to your new Wagtail site!"
FILE_MODELS = ("image", "document")


def publish_skeleton(page: Page) -> None:
    """Publish home, indexes and guide, the only content that goes live unreviewed, under a log action of its own."""
    page.save_revision().publish(log_action=LOG_PROVISIONED, skip_permission_checks=True)


def ensure_index(model: type[Page], changes: Changes, **fields: Any) -> None:
    """Create the page of a section below the home, in the menu, if there is none; one that exists stays as it is."""
    if model._default_manager.exists():
        return
    home = tree_of(roles.HOME)
    if home is None:
        changes.note(f"manca la pagina {roles.HOME}")
        return
    page = model(**fields, show_in_menus=True, live=False)
    home.add_child(instance=page)
    publish_skeleton(page)
    changes.note(f"pagina «{page.title}» creata")


def remove_stock_content(changes: Changes) -> None:
    """Delete the workflow and groups that Wagtail's migrations create. The welcome page is home.provisioning's."""
    for workflow in Workflow.objects.filter(name=STOCK_WORKFLOW):
        if not workflow.workflow_states.exists():
            tasks = [task.pk for task in workflow.tasks]
            workflow.delete()
            for task in GroupApprovalTask.objects.filter(pk__in=tasks):
                if not task.task_states.exists() and not task.workflow_tasks.exists():
                    task.delete()
            changes.note("percorso di Wagtail tolto")
    for group in Group.objects.filter(name__in=STOCK_GROUPS):
        if group.user_set.exists():
            changes.warn(f"gruppo «{group.name}» di Wagtail: ha delle persone")
        else:
            changes.note(f"gruppo «{group.name}» di Wagtail tolto")
            group.delete()


def provision_collections(changes: Changes) -> None:
    """Create the collections of editorial.roles that are missing."""
    root = Collection.get_first_root_node()
    for name in roles.COLLECTIONS:
        if not root.get_children().filter(name=name).exists():
            root.add_child(instance=Collection(name=name))
            root.refresh_from_db()
            changes.note(f"raccolta «{name}» creata")


@transaction.atomic
def provision_rights(changes: Changes) -> None:
    """Make groups, permissions and workflows equal to editorial.roles; warn of groups that it does not name."""
    groups = {}
    for name in roles.GROUPS:
        groups[name], created = Group.objects.get_or_create(name=name)
        if created:
            changes.note(f"gruppo «{name}» creato")
    _remove_old_permissions(changes)
    _page_rights(groups, changes)
    _model_rights(groups, changes)
    _collection_rights(groups, changes)
    _no_publish(changes)
    for name, tree, tasks in roles.WORKFLOWS:
        _workflow(name, tree, tasks, groups, changes)
    for row in WorkflowPage.objects.exclude(workflow__name__in=[name for name, *_rest in roles.WORKFLOWS]):
        changes.warn(f"percorso «{row.workflow}» su «{row.page}»")
    for restriction in (*extra_restrictions(), *restricted_collections()):
        changes.warn(f"«{getattr(restriction, 'page', None) or restriction.collection}» non è per tutti")
    for name in Group.objects.exclude(name__in=[*roles.GROUPS, *STOCK_GROUPS]).values_list("name", flat=True):
        changes.warn(f"gruppo «{name}»")


def tree_of(label: str) -> Page | None:
    """Return the root of a tree, the first page of the type with that label; None if there is none."""
    page = apps.get_model(label)._default_manager.order_by("path").first()
    return page and page.page_ptr


def _equal(rows: Any, wanted: set[tuple[Any, ...]], key: Any, create: Any, say: str, changes: Changes) -> None:
    """Delete the rows that are not wanted, create those that are missing.

    ``key`` gives of a row the tuple by which ``wanted`` names it, which is also what ``create`` takes.
    """
    kept = set()
    for row in rows:
        if key(row) not in wanted or key(row) in kept:
            changes.note(f"{say} in più tolto: {_describe(row)}")
            row.delete()
        else:
            kept.add(key(row))
    for missing in sorted(wanted - kept, key=str):
        changes.note(f"{say} aggiunto: {_describe(create(*missing))}")


def _describe(row: Any) -> str:
    """Return who may do what and where, for a row of permissions on a page or collection."""
    return f"«{row.group.name}», {row.permission.codename} su «{getattr(row, 'page', None) or row.collection}»"


def _permission(codename: str, app: str) -> Permission:
    return Permission.objects.get(codename=codename, content_type__app_label=app)


def _remove_old_permissions(changes: Changes) -> None:
    """Delete the permissions of our models' former names, and with them what groups hold: Django keeps them when it
    makes those of a renamed model."""
    for config in apps.get_app_configs():
        if Path(config.path).parent not in (settings.BASE_DIR, settings.BASE_DIR / "cms"):
            continue
        wanted = {model._meta.model_name: _codenames(model) for model in config.get_models()}
        permissions = Permission.objects.filter(content_type__app_label=config.label).select_related("content_type")
        for permission in permissions:
            if permission.codename not in wanted.get(permission.content_type.model, ()):
                name = f"{config.label}.{permission.codename}"
                changes.note(f"permesso «{name}» tolto: non c’è più quello che permetteva")
                permission.delete()


def _codenames(model: type[Model]) -> set[str]:
    options = model._meta
    custom = {codename for codename, _name in options.permissions}
    return custom | {get_permission_codename(action, options) for action in options.default_permissions}


def _page_rights(groups: dict[str, Group], changes: Changes) -> None:
    wanted = set()
    for group, label, actions in roles.PAGE_RIGHTS:
        tree = tree_of(label)
        if tree is None:
            changes.note(f"manca la pagina {label}")
            continue
        wanted |= {(groups[group].pk, tree.pk, _permission(f"{action}_page", "wagtailcore").pk) for action in actions}
    _equal(
        GroupPagePermission.objects.filter(group__in=groups.values()),
        wanted,
        lambda row: (row.group_id, row.page_id, row.permission_id),
        lambda group, page, permission: GroupPagePermission.objects.create(
            group_id=group, page_id=page, permission_id=permission
        ),
        "permesso di pagina",
        changes,
    )


def _model_rights(groups: dict[str, Group], changes: Changes) -> None:
    for name, group in groups.items():
        labels = [label.split(".") for owner, label in roles.MODEL_RIGHTS if owner == name]
        wanted = {_permission(codename, app) for app, codename in labels}
        current = set(group.permissions.all())
        if current != wanted:
            group.permissions.set(wanted)
            changes.note(f"permessi di «{name}» resi uguali: {sorted(p.codename for p in current ^ wanted)}")


def _collection_rights(groups: dict[str, Group], changes: Changes) -> None:
    collections = {collection.name: collection for collection in Collection.objects.all()}
    wanted = {
        (groups[group].pk, collections[name].pk, _file_permission(action, kind).pk)
        for group, name, actions in roles.COLLECTION_RIGHTS
        for action in actions
        for kind in FILE_MODELS
    }
    _equal(
        GroupCollectionPermission.objects.filter(group__in=groups.values()),
        wanted,
        lambda row: (row.group_id, row.collection_id, row.permission_id),
        lambda group, collection, permission: GroupCollectionPermission.objects.create(
            group_id=group, collection_id=collection, permission_id=permission
        ),
        "permesso di raccolta",
        changes,
    )


def _file_permission(action: str, kind: str) -> Permission:
    return _permission(f"{action}_{kind}", "wagtailimages" if kind == "image" else "wagtaildocs")


def _no_publish(changes: Changes) -> None:
    """Take ``publish`` from every group, those of other apps too: it means "without review"."""
    rows = GroupPagePermission.objects.filter(permission__codename="publish_page")
    for row in rows.select_related("group"):
        changes.note(f"permesso di pubblicare tolto al gruppo «{row.group.name}»")
        row.delete()
    for group in Group.objects.filter(permissions__codename="publish_page").distinct():
        group.permissions.remove(*group.permissions.filter(codename="publish_page"))
        changes.note(f"permesso di pubblicare tolto al gruppo «{group.name}»")


def _workflow(name: str, label: str, tasks: tuple[Any, ...], groups: dict[str, Group], changes: Changes) -> None:
    workflow, created = Workflow.objects.get_or_create(name=name)
    if created:
        changes.note(f"percorso «{name}» creato")
    if not workflow.active:
        workflow.active = True
        workflow.save()
        changes.note(f"percorso «{name}» riattivato")
    wanted = [_step(task, reviewers, groups, changes) for task, reviewers in tasks]
    steps = WorkflowTask.objects.filter(workflow=workflow).order_by("sort_order")
    if list(steps.values_list("task", flat=True)) != [task.pk for task in wanted]:
        WorkflowTask.objects.filter(workflow=workflow).delete()
        for order, task in enumerate(wanted):
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
        changes.note(f"passi di «{name}» resi uguali")
    tree = tree_of(label)
    if tree is None:
        return
    for workflow_page in WorkflowPage.objects.filter(workflow=workflow).exclude(page=tree):
        workflow_page.delete()
        changes.note(f"percorso «{name}» tolto da una pagina in più")
    assigned = WorkflowPage.objects.filter(page=tree).first()
    if assigned is None or assigned.workflow_id != workflow.pk:
        WorkflowPage.objects.update_or_create(page=tree, defaults={"workflow": workflow})
        changes.note(f"percorso «{name}» dato a «{tree}»")


def _step_type(reviewers: tuple[str, ...]) -> type[Task]:
    return GuestTask if reviewers == roles.GUESTS else DeskTask


def provisioned_steps() -> set[int]:
    """Return the numbers of the steps that the table of roles describes: provisioning keeps these active."""
    steps = [step for _name, _tree, tasks in roles.WORKFLOWS for step in tasks]
    names = {kind: [name for name, groups in steps if _step_type(groups) is kind] for kind in (DeskTask, GuestTask)}
    return {pk for kind in names for pk in kind.objects.filter(name__in=names[kind]).values_list("pk", flat=True)}


def _step(name: str, reviewers: tuple[str, ...], groups: dict[str, Group], changes: Changes) -> Task:
    task, created = _step_type(reviewers).objects.get_or_create(name=name)
    if created:
        changes.note(f"passo «{name}» creato")
    if not task.active:
        task.active = True
        task.save()
        changes.note(f"passo «{name}» riattivato")
    if isinstance(task, DeskTask):
        wanted = {groups[reviewer] for reviewer in reviewers}
        if set(task.groups.all()) != wanted:
            task.groups.set(wanted)
            changes.note(f"chi legge «{name}» reso uguale")
    return task
