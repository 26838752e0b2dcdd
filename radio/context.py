"""Template context and structured data (schema.org) of an episode."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.http import urlencode

from cms.seo.schema_org import LAB121, Node, absolute, image_urls, page_node, site_ref
from editorial.consent.links import GUEST_PARAMETER
from profiles.contributions import contributions_of

if TYPE_CHECKING:
    from .models import EpisodePage, RadioAudio


def audio_url(page: "EpisodePage", request: HttpRequest) -> str:
    """Return the recording's address with the token of a guest who is asked for consent; empty without a token.

    The episode is not on the site yet, so the plain address would be refused to them.
    """
    token = getattr(request, "guest_token", "")
    return f"{page.audio.url}?{urlencode({GUEST_PARAMETER: token})}" if page.audio and token else ""


def episode_context(page: "EpisodePage", request: HttpRequest) -> dict[str, Any]:
    """Return the show, the episodes before and after, what the guests did elsewhere and the player's address."""
    visible = type(page).objects.visible()
    members = [guest.member for guest in page.guests.all() if guest.member]
    return {
        "show": page.show,
        "previous": visible.before(page).as_rows().first(),
        "following": visible.after(page).as_rows().first(),
        "contributions": contributions_of(members, exclude=page),
        "audio_url": audio_url(page, request),
    }


def structured_data_of(page: "EpisodePage") -> Node:
    return page_node(
        page,
        "PodcastEpisode",
        "puntata",
        name=page.title,
        description=page.summary,
        image=image_urls(page, "portrait"),
        inLanguage="it",
        datePublished=page.first_broadcast.isoformat(),
        episodeNumber=page.number,
        partOfSeason={"@type": "PodcastSeason", "name": f"Stagione {page.season}", "seasonNumber": page.season},
        partOfSeries=page.show.as_node if page.show else "",
        actor=[guest.as_node for guest in page.guests.all()],
        duration=page.audio.duration_iso if page.audio else "",
        associatedMedia=_audio_object(page, page.audio) if page.audio else "",
        publisher=site_ref(LAB121),
    )


def _audio_object(page: "EpisodePage", audio: "RadioAudio") -> Node:
    return {
        "@type": "AudioObject",
        "name": page.title,
        "contentUrl": absolute(audio.url),
        "encodingFormat": audio.media_type,
        "contentSize": str(audio.bytes),
        "duration": audio.duration_iso,
    }
