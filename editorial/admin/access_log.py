"""Logs who changes groups and passwords, and tells Redazione: whoever may do that could act as two people."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, pre_save
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context, log

from cms.users.models import User
from editorial.notifications import messages
from editorial.roles import CHIEF, MEMBERS

GROUPS_CHANGED, PASSWORD_CHANGED = "editorial.groups_changed", "editorial.password_changed"


@receiver(m2m_changed, sender=User.groups.through)
def log_groups(sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Log and announce that people joined or left groups, «Soci» excepted. Clearing is received before it happens:
    afterwards nobody knows the groups."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if reverse:  # group.user_set.add(…)
        groups = [instance]
        people = list(User.objects.filter(pk__in=pk_set) if pk_set else instance.user_set.all())
    else:
        groups = list(Group.objects.filter(pk__in=pk_set) if pk_set else instance.groups.all())
        people = [instance]
    names = sorted(group.name for group in groups if group.name != MEMBERS)
    for person in people if names else []:
        how = "added" if action == "post_add" else "removed"
        entry = log(person, GROUPS_CHANGED, data={how: names, "person": str(person)})
        verb = "ha messo" if how == "added" else "ha tolto"
        where = "in" if how == "added" else "da"
        what = f"{verb} {messages.name_in_mail(person)} {where}: {', '.join(names)}"
        messages.rights_changed(person, f"groups:{entry.pk}", what, also=how == "removed" and CHIEF in names)


@receiver(pre_save, sender=User)
def log_password(sender: Any, instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    """Log and announce a password set by somebody else in the admin. People choose their own through allauth."""
    if not instance.pk or (update_fields is not None and "password" not in update_fields):
        return
    by = get_active_log_context().user
    if by is None or by.pk == instance.pk:
        return
    if User.objects.filter(pk=instance.pk).exclude(password=instance.password).exists():
        entry = log(instance, PASSWORD_CHANGED, data={"person": str(instance)})
        messages.rights_changed(
            instance, f"password:{entry.pk}", f"ha cambiato la password di {messages.name_in_mail(instance)}"
        )
