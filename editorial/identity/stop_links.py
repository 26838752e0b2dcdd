"""The link in a mail about a changed account, by which its reader objects without logging in: whoever was put out of
their account could not."""

from django.core import signing
from django.http import Http404
from django.urls import reverse

from cms.mail.templates import absolute
from editorial.models import IdentityChange

SALT = "editorial.identity.stop"


def stop_url(change: IdentityChange, address: str) -> str:
    """Return the absolute address that this recipient's mail leads to. It never expires: an objection does no harm."""
    return absolute(reverse("editorial_stop_change", args=[signing.dumps([change.pk, address], salt=SALT)]))


def change_and_reader(token: str) -> tuple[IdentityChange, str]:
    """Return the change that a link is about, and the address that its mail went to. Raises Http404 for a link that is
    altered or whose change is gone."""
    try:
        number, address = signing.loads(token, salt=SALT)
        return IdentityChange.objects.get(pk=number), address
    except (signing.BadSignature, ValueError, TypeError, IdentityChange.DoesNotExist):
        raise Http404 from None
