"""The kinds of link that a showcase and the footer may have, each with the hosts that it may lead to."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models


class LinkKind(models.TextChoices):
    LINKEDIN = "linkedin", "LinkedIn"
    INSTAGRAM = "instagram", "Instagram"
    FACEBOOK = "facebook", "Facebook"
    YOUTUBE = "youtube", "YouTube"
    VIMEO = "vimeo", "Vimeo"
    BEHANCE = "behance", "Behance"
    GITHUB = "github", "GitHub"
    FLICKR = "flickr", "Flickr"
    ISSUU = "issuu", "Issuu"
    SLIDESHARE = "slideshare", "SlideShare"
    MASTODON = "mastodon", "Mastodon"
    OTHER = "altro", "Altro"


# A host stands for its subdomains too. Mastodon and «Altro» may be on any host.
HOSTS = {
    LinkKind.LINKEDIN: ("linkedin.com",),
    LinkKind.INSTAGRAM: ("instagram.com",),
    LinkKind.FACEBOOK: ("facebook.com",),
    LinkKind.YOUTUBE: ("youtube.com", "youtu.be"),
    LinkKind.VIMEO: ("vimeo.com",),
    LinkKind.BEHANCE: ("behance.net",),
    LinkKind.GITHUB: ("github.com",),
    LinkKind.FLICKR: ("flickr.com",),
    LinkKind.ISSUU: ("issuu.com",),
    LinkKind.SLIDESHARE: ("slideshare.net",),
}


def check_link(kind: str, url: str) -> None:
    """Raise ValidationError for the field ``url`` if the address is not https, or not on a host of its kind."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        raise ValidationError({"url": "Questo indirizzo non si capisce: copialo di nuovo."}) from None
    if parts.scheme != "https" or "." not in host or parts.username:
        raise ValidationError({"url": "L’indirizzo deve cominciare con https://"})
    hosts = HOSTS.get(LinkKind(kind)) if kind in LinkKind.values else None
    if hosts and not any(host == known or host.endswith(f".{known}") for known in hosts):
        raise ValidationError({"url": f"Un indirizzo di {LinkKind(kind).label} è su {' o '.join(hosts)}."})


def name_of(kind: str, url: str) -> str:
    """Return the name of a profile: the label of its kind, or the host where the kind is «Altro» or unknown."""
    if kind in LinkKind.values and kind != LinkKind.OTHER:
        return str(LinkKind(kind).label)
    return (urlsplit(url).hostname or url).removeprefix("www.")


def tel(phone: str) -> str:
    """Return a telephone number as a ``tel:`` address (RFC 3966), with digits and the plus alone."""
    return "tel:" + "".join(letter for letter in phone if letter.isdigit() or letter == "+")
