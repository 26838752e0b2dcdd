"""People at their browsers: they open an address, fill in the form that stands there and press its button.

Nothing here names anything of the code. Whatever a screen puts into a form (a digest, a token) goes back with it.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

Fields = dict[str, list[str]]


@dataclass
class Form:
    """One that posts: where to, what stands in its fields, and what its boxes and buttons offer."""

    action: str
    fields: Fields
    offers: Fields

    @classmethod
    def read(cls, tag: Tag, path: str) -> "Form":
        form = cls(urlsplit(str(tag.get("action", ""))).path or path, {}, {})
        for control in tag.find_all(["input", "textarea", "select", "button"]):
            name = control.get("name")
            if name:
                form._add(control, str(name))
        return form

    def _add(self, control: Tag, name: str) -> None:
        kind = "submit" if control.name == "button" else str(control.get("type", "text"))
        if control.name == "select":
            options = [(str(option.get("value", "")), option.has_attr("selected")) for option in control("option")]
            self.offers.setdefault(name, []).extend(value for value, _chosen in options)
            self.fields.setdefault(name, []).extend([value for value, chosen in options if chosen] or [""])
            return
        value = control.get_text().removeprefix("\n") if control.name == "textarea" else str(control.get("value", ""))
        self.offers.setdefault(name, []).append(value)
        if kind not in ("submit", "checkbox", "radio", "file") or control.has_attr("checked"):
            self.fields.setdefault(name, []).append(value)


class Visitor(Client):
    """Somebody with an account, by their e-mail, or nobody in particular."""

    def __init__(self, email: str = "") -> None:
        site = urlsplit(settings.BASE_URL)
        super().__init__(SERVER_NAME=site.hostname, SERVER_PORT=str(site.port or 80))
        if email:
            self.force_login(get_user_model().objects.get(email=email))

    def forms(self, path: str) -> list[Form]:
        answer = self.get(path, follow=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        tags = BeautifulSoup(answer.content, "html.parser").find_all("form")
        return [Form.read(tag, path) for tag in tags if str(tag.get("method", "")).lower() == "post"]

    def form(self, path: str, ending: str, *names: str) -> Form:
        """The form of that screen whose action ends so and that has these fields or buttons."""
        forms = self.forms(path)
        for form in forms:
            if form.action.endswith(ending) and set(names) <= set(form.offers):
                return form
        known = [(form.action, sorted(form.offers)) for form in forms]
        raise LookupError(f"{path} has no form to «…{ending}» with {names}; it has {known}")

    def send(self, form: Form, **fields: Any) -> Any:
        answer = self.post(form.action, form.fields | fields)
        assert answer.status_code in (200, 302), f"{form.action}: {answer.status_code}"
        return answer

    def press(self, path: str, ending: str, **fields: Any) -> Any:
        """Open ``path``, fill ``fields`` into the form to «…ending» and send it."""
        return self.send(self.form(path, ending, *fields), **fields)
