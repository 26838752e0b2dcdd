"""The link that lets somebody without an account answer."""

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse

from cms.exceptions import ActionRefused
from editorial.models import ConsentRequest

SALT = "editorial.guest"
EXPIRED = "Questo link valeva quattordici giorni, e sono passati."


def token_of(ask: ConsentRequest) -> str:
    return signing.dumps([ask.pk, ask.digest], salt=SALT)


def link_to(ask: ConsentRequest) -> str:
    """Absolute; good for 14 days from now and for one answer."""
    return settings.BASE_URL + reverse("editorial_guest", args=[token_of(ask)])


class Expired(ActionRefused):
    """The link is genuine, and too old."""


def asked_by(token: str) -> ConsentRequest:
    """Return the request that the link carries, answered or not.

    Raises Http404 for a link that we did not write, Expired for an old one.
    """
    try:
        number, seen = signing.loads(token, salt=SALT, max_age=ConsentRequest.VALID)
    except signing.SignatureExpired:
        raise Expired(EXPIRED) from None
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    ask = ConsentRequest.objects.filter(pk=number).first() if isinstance(number, int) else None
    if ask is None or ask.digest != seen:
        raise Http404
    return ask
