from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest

from cms.mail.templates import HEADERS

from .models import User
from .signals import own_password_changed


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: the office invites members."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Set a password that its owner chose: they know the old one, or had a link in their mail."""
        old = user.password
        super().set_password(user, password)
        own_password_changed.send(User, user=user, old_password=old)

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it is. allauth puts the name of the site before it, which is the Host header here."""
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail of allauth with links that start with BASE_URL: the Host header is chosen by the visitor."""
        for key, value in context.items():
            if key.endswith("_url") and isinstance(value, str) and "://" in value:
                path = value.split("://", 1)[1].partition("/")[2]
                context[key] = f"{settings.BASE_URL}/{path}"
        super().send_mail(template_prefix, email, context)

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        message: EmailMessage = super().render_mail(template_prefix, email, context, {**HEADERS, **(headers or {})})
        message.reply_to = [settings.DESK_EMAIL]
        return message
