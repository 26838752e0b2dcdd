"""The signed link by which somebody without an account answers a consent request."""

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse

from cms.exceptions import ActionRefused
from editorial.models import ConsentRequest

SALT = "editorial.guest"
# Parameter in the address of a file: the token of a guest who is being asked about a text with it.
GUEST_PARAMETER = "ospite"
EXPIRED = "Questo link valeva quattordici giorni, e sono passati."


def token_of(consent_request: ConsentRequest) -> str:
    """Return the signed number and digest of the request: the link is good for that content only."""
    return signing.dumps([consent_request.pk, consent_request.digest], salt=SALT)


def link_to(consent_request: ConsentRequest) -> str:
    """Return the absolute address of the guest's page, good for 14 days from now and for one answer."""
    return settings.BASE_URL + reverse("editorial_guest", args=[token_of(consent_request)])


class Expired(ActionRefused):
    """The link is genuine, but too old."""


def consent_request_of(token: str) -> ConsentRequest:
    """Return the request that the link is about, answered or not.

    Raises Http404 for a token that we did not sign, Expired for one older than 14 days.
    """
    try:
        number, digest = signing.loads(token, salt=SALT, max_age=ConsentRequest.VALID)
    except signing.SignatureExpired:
        raise Expired(EXPIRED) from None
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    consent_request = ConsentRequest.objects.filter(pk=number).first() if isinstance(number, int) else None
    if consent_request is None or consent_request.digest != digest:
        raise Http404
    return consent_request
