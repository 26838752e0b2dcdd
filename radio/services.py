"""Writes of the radio that touch several rows or files: store a recording, begin an episode."""

import hashlib
from datetime import date, timedelta
from pathlib import PurePath

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.exceptions import ActionRefused
from cms.slugs import free_slug
from cms.text import single_spaced
from cms.users.models import User
from cms.users.types import AnyUser
from editorial.review.state import lock_page

from .audio.probe import probe
from .models import EpisodeNumber, EpisodePage, RadioAudio, RadioIndexPage

DAYS_A_WEEK = 7
ATTEMPTS = 5


def store_recording(*, file: File, user: User) -> RadioAudio:
    """Store an uploaded file and return its recording, or the existing one if the same bytes were uploaded before.

    Reads the whole file, so it must not be called while the database's write lock is held. Raises NotAudio for a file
    that cannot be played.
    """
    info = probe(file)
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    existing = RadioAudio.objects.filter(sha256=sha256).first()
    if existing is not None:
        _restore_missing_file(existing, file)
        return existing
    audio = RadioAudio(
        kind=info.kind,
        bytes=file.size,
        milliseconds=info.milliseconds,
        sha256=sha256,
        original_name=_printable_name(PurePath(file.name or "").name) or f"audio.{info.kind}",
        uploaded_by=user,
    )
    audio.file.save(f"audio.{info.kind}", file, save=False)
    try:
        with transaction.atomic():
            audio.save()
    except IntegrityError:  # somebody uploaded the same file at the same moment
        audio.file.delete(save=False)
        return RadioAudio.objects.get(sha256=sha256)
    return audio


def _restore_missing_file(audio: RadioAudio, file: File) -> None:
    """Write the file again if storage lacks it, as it does after a backup of the database alone was restored."""
    name, storage = str(audio.file.name), audio.file.storage
    if not storage.exists(name):
        storage.save(name, file)


def _printable_name(name: str) -> str:
    """Return a file name without control characters, cut to the 200 letters of its column."""
    return single_spaced("".join(letter if letter.isprintable() else " " for letter in name))[-200:]


def may_add_episode(user: AnyUser) -> bool:
    """Whether a user has the right to add pages below the show, as its desk and Redazione do."""
    show = RadioIndexPage.objects.first()
    return show is not None and show.permissions_for_user(user).can_add_subpage()


def new_episode(*, user: User) -> EpisodePage:
    """Return a draft of ``user`` with the next number and the next day of the show.

    A draft that they never wrote in is used again. Two people at once get two numbers. Raises PermissionDenied for
    who may not add episodes, ActionRefused if no free number is found.
    """
    if not may_add_episode(user):
        raise PermissionDenied("Le puntate le prepara la redazione della radio.")
    with transaction.atomic():
        show = RadioIndexPage.objects.get(pk=lock_page(RadioIndexPage.objects.get().pk).pk)
        for draft in EpisodePage.objects.untouched_by(user):
            if draft.current_workflow_state is None:
                return draft
        for _attempt in range(ATTEMPTS):
            try:
                with transaction.atomic():
                    return _create_draft(show, user)
            except (ActionRefused, IntegrityError):  # somebody took that number in the editor meanwhile
                continue
            except ValidationError:
                break
    raise ActionRefused("Non trovo un numero libero per la puntata: aprine una e cambiale stagione.")


def _create_draft(show: RadioIndexPage, user: User) -> EpisodePage:
    last = EpisodeNumber.objects.last_given()
    season, number = (last[0], last[1] + 1) if last else (1, 1)
    page = EpisodePage(
        title=f"Puntata {number}",
        slug=free_slug(show, f"puntata {season} {number}", fallback="puntata"),
        season=season,
        number=number,
        first_broadcast=next_broadcast(show),
        owner=user,
        live=False,
    )
    show.add_child(instance=page)
    page.save_revision(user=user)
    return page


def next_broadcast(show: RadioIndexPage) -> date:
    """Return the next day of the show, today in Italy included, that no episode has; today if it has no weekday."""
    today = timezone.localdate()
    if show.weekday is None:
        return today
    taken = EpisodePage.objects.broadcast_days(today)
    day = today + timedelta(days=(show.weekday - today.weekday()) % DAYS_A_WEEK)
    while day in taken:
        day += timedelta(days=DAYS_A_WEEK)
    return day
