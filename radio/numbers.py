"""Episode numbers: no two episodes, drafts included, have the same season and number.

Each episode reserves its numbers in the table EpisodeNumber, whose constraint decides between two at once. Models are
looked up by name, because the episode's own module imports this one.
"""

from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from wagtail.models import Revision

from cms.exceptions import ActionRefused
from editorial.review.links import edit_url

FIRST, LAST = 1, 9999


def taken_message(season: int, number: int) -> str:
    """Return the message that a number is taken and which one is free."""
    last = _reservations().last_given(season)
    free = (last[1] if last else 0) + 1
    words = f"La puntata {number} della stagione {season} c’è già"
    return f"{words}: la prossima libera è la {free}." if free <= LAST else f"{words}: comincia un’altra stagione."


def check_number(page_id: int | None, season: int, number: int) -> dict[str, str]:
    """Map the field of a form to its error, if another episode has the number. ``page_id`` is None for a new episode.

    This is for the message: reserve_episode_numbers() decides.
    """
    if _reservations().of_others(page_id).filter(season=season, number=number).exists():
        return {"number": taken_message(season, number)}
    return {}


def reserve_episode_numbers(page_id: int) -> None:
    """Reserve the numbers of the episode's row and of its latest revision, and release its others.

    Runs inside the transaction that wrote them, which has to be rolled back on error: raises ActionRefused for a number
    that another episode has.
    """
    page = apps.get_model("radio.EpisodePage")._default_manager.get(pk=page_id)
    wanted = {(page.season, page.number)}
    if page.latest_revision_id:
        content = Revision.objects.values_list("content", flat=True).get(pk=page.latest_revision_id)
        wanted.add((content["season"], content["number"]))
    reserved = {(row.season, row.number): row for row in _reservations().filter(page=page_id)}
    for pair in reserved.keys() - wanted:
        reserved[pair].delete()
    for season, number in sorted(wanted - reserved.keys()):
        try:
            with transaction.atomic():
                _reservations().create(season=season, number=number, page=page)
        except IntegrityError:
            raise ActionRefused(taken_message(season, number), edit_url(page)) from None


def _reservations() -> Any:
    return apps.get_model("radio.EpisodeNumber")._default_manager
