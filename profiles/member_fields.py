"""Fields and panels of the editor that choose a member, limited to those whom the writer may name."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from cms.users.models import User

from .models import Member


def limit_members(form: Any, name: str, user: User | None) -> None:
    """Let the field ``name`` of a form offer the members whom ``user`` may name, and the one whom the page names now.

    A form without this field is left alone: the field may be the desk's.
    """
    field = form.fields.get(name)
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = Member.objects.nameable_by(user, including=getattr(form.instance, f"{name}_id", None))


class NamedMemberForm(WagtailAdminModelForm):
    """The form of a row that names a member."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_members(self, "member", self.for_user)


class PeoplePanel(InlinePanel):
    """Rows that name members.

    Overrides InlinePanel.get_form_options, because the form of each row must know who is writing.
    """

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": NamedMemberForm, "inherit_kwargs": ["for_user"]}
        return options
