"""The signed link by which somebody without an account answers a consent request.

It says how it was given to them, so that the history can tell how the answer came: by mail, or by a reviewer who
delivers it by hand. No link is made without one of the two.
"""

from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse

from cms.exceptions import ActionRefused
from editorial.models import ConsentRequest

Channel = ConsentRequest.Channel

SALT = "editorial.guest"
# Parameter in the address of a file: the token of a guest who is being asked about a text with it.
GUEST_PARAMETER = "ospite"
EXPIRED = "Questo link valeva quattordici giorni, e sono passati."


def moment_of(consent_request: ConsentRequest) -> str:
    """Return when its link was last shown, to be delivered by hand; "" if it never was."""
    return consent_request.handed_at.isoformat() if consent_request.handed_at else ""


class GuestToken(NamedTuple):
    """What a token stands for."""

    consent_request: ConsentRequest
    channel: str
    handed_at: str = ""  # of a link delivered by hand, the moment at which it was shown


def token_of(consent_request: ConsentRequest, channel: str = Channel.MAIL) -> str:
    """Return the signed number and digest of the request, and how the token is given: it is good for that content
    only, and one delivered by hand until the link is shown again."""
    moment = moment_of(consent_request) if channel == Channel.HAND else ""
    return signing.dumps([consent_request.pk, consent_request.digest, channel, moment], salt=SALT)


def link_to(consent_request: ConsentRequest, channel: str = Channel.MAIL) -> str:
    """Return the absolute address of the guest's page, good for 14 days from now and for one answer."""
    return settings.BASE_URL + reverse("editorial_guest", args=[token_of(consent_request, channel)])


class Expired(ActionRefused):
    """The link is genuine, but too old."""


def read_token(token: str) -> GuestToken:
    """Return what the token stands for; its request may be answered.

    Raises Http404 for a token that we did not sign, Expired for one older than 14 days.
    """
    try:
        number, digest, *how = signing.loads(token, salt=SALT, max_age=ConsentRequest.VALID)
        channel, moment = how or (Channel.LINK, "")  # those of earlier versions do not say how they were given
    except signing.SignatureExpired:
        raise Expired(EXPIRED) from None
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    consent_request = ConsentRequest.objects.filter(pk=number).first() if isinstance(number, int) else None
    if consent_request is None or consent_request.digest != digest:
        raise Http404
    return GuestToken(consent_request, channel, moment)
