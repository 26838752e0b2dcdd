"""Never two episodes with the same season and number, drafts included: claims kept in a table of their own."""

from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from wagtail.models import Revision

from editorial.approvals import edit_url
from editorial.rule import Refused

FIRST, LAST = 1, 9999


def taken_message(season: int, number: int) -> str:
    """What to tell whoever wanted a number that is given, and which is free."""
    last = _claims().last_given(season)
    free = (last[1] if last else 0) + 1
    words = f"La puntata {number} della stagione {season} c’è già"
    return f"{words}: la prossima libera è la {free}." if free <= LAST else f"{words}: comincia un’altra stagione."


def check_number(page_id: int | None, season: int, number: int) -> dict[str, str]:
    """Field → what is wrong, for a form; the database has the last word (reserve_episode_numbers)."""
    if _claims().of_others(page_id).filter(season=season, number=number).exists():
        return {"number": taken_message(season, number)}
    return {}


def reserve_episode_numbers(page_id: int) -> None:
    """Claim the numbers of the episode's row and of its latest text, let go of others. Inside a transaction.

    Raises Refused for one that another episode holds; what was written with it has to be rolled back.
    """
    page = apps.get_model("radio.EpisodePage")._default_manager.get(pk=page_id)
    wanted = {(page.season, page.number)}
    if page.latest_revision_id:
        text = Revision.objects.values_list("content", flat=True).get(pk=page.latest_revision_id)
        wanted.add((text["season"], text["number"]))
    held = {(claim.season, claim.number): claim for claim in _claims().filter(page=page_id)}
    for pair in held.keys() - wanted:
        held[pair].delete()
    for season, number in sorted(wanted - held.keys()):
        try:
            with transaction.atomic():
                _claims().create(season=season, number=number, page=page)
        except IntegrityError:
            raise Refused(taken_message(season, number), edit_url(page)) from None


def _claims() -> Any:
    return apps.get_model("radio.EpisodeNumber")._default_manager
