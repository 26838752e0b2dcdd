"""What a redirect made by hand may do: lead to a page of this site, from an address that no page has or had.

Else it would be a way to publish: from the address of a draft or of a page taken down to anywhere. The redirects that a
changed slug leaves are Wagtail's, which writes them without asking here, and stay as they are.
"""

from typing import Any

from django.conf import settings
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from .exceptions import ActionRefused
from .querysets import is_address_of_a_page, left_redirects

ELSEWHERE = "Un rinvio porta a una pagina di questo sito, non altrove."
TAKEN = "Questo indirizzo è, o è stato, di una pagina: lì non si mette un rinvio a mano."
LEFT_BY_A_PAGE = "Questo rinvio lo ha lasciato una pagina che ha cambiato indirizzo: resta com’è."


@receiver(pre_save, sender=Redirect)
def check_redirect(instance: Redirect, raw: bool = False, **kwargs: Any) -> None:
    """Raise ActionRefused for a redirect that leads elsewhere or begins at a page, or that a page left."""
    if raw:
        return
    if not instance.redirect_page_id and not is_own_address(instance.redirect_link):
        _refuse(ELSEWHERE)
    old_path = Redirect.normalise_path(instance.old_path)
    left = left_redirects()
    if left.filter(pk=instance.pk).exists():
        _refuse(LEFT_BY_A_PAGE)
    if left.filter(old_path=old_path).exists() or is_address_of_a_page(old_path):
        _refuse(TAKEN)


@receiver(pre_delete, sender=Redirect)
def keep_redirect(instance: Redirect, origin: Any = None, **kwargs: Any) -> None:
    """Raise ActionRefused for a redirect that a page left, where somebody deletes that one: it goes with its page, and
    with a page that takes its address."""
    if instance.automatically_created and origin is instance:
        _refuse(LEFT_BY_A_PAGE)


def is_own_address(link: str) -> bool:
    """Tell whether the link is an address of this site, whole or from its slash on, whatever a browser makes of it."""
    path = link.removeprefix(settings.BASE_URL)
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()


def _refuse(reason: str) -> None:
    raise ActionRefused(reason, reverse("wagtailredirects:index"))
