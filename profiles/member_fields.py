"""Choosing a member in the editor: whom a person may name, in a field of the page or in rows below it."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from .models import Member


def limit_members(form: Any, name: str, user: Any) -> None:
    """Offer in the field ``name`` whom ``user`` may name, and whoever the page names already."""
    field = form.fields.get(name)
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = Member.objects.nameable_by(user, including=getattr(form.instance, f"{name}_id", None))


class NamedMemberForm(WagtailAdminModelForm):
    """A row that names a member."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_members(self, "member", self.for_user)


class PeoplePanel(InlinePanel):
    """Rows of people. Bends InlinePanel.get_form_options: the form of each row must know who is writing."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": NamedMemberForm, "inherit_kwargs": ["for_user"]}
        return options
