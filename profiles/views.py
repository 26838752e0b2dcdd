"""The contact card of a showcase, and suggestions of skills."""

import re

import segno.helpers
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.search.autocomplete import suggestions
from cms.text import single_spaced

from .models import ProfilePage


@require_safe
def contact_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the public contacts of a showcase as a vCard 3.0 (RFC 2426); 404 if the showcase is not public."""
    page = ProfilePage.objects.visible().filter(slug=slug).select_related("member").first()
    if page is None:
        raise Http404
    member = page.member
    # segno escapes neither line breaks, which values therefore must not hold, nor the separators in a name.
    contacts = {kind: single_spaced(value) for kind, value in member.visible_contacts(for_member=False)}
    address = ("street_line", "town", "postcode") if "address" in contacts else ()
    parts = {name: single_spaced(getattr(member, name)) for name in address}
    first, _space, last = single_spaced(page.title).rpartition(" ")
    card = segno.helpers.make_vcard_data(
        name=f"{_escaped(last)};{_escaped(first)}",
        displayname=single_spaced(page.title),
        email=contacts.get("email"),
        phone=contacts.get("phone"),
        street=parts.get("street_line"),
        city=parts.get("town"),
        zipcode=parts.get("postcode"),
        country="IT" if parts else None,
        org="lab121",
        title=single_spaced(", ".join(page.profession_names)) or None,
    )
    if "website" in contacts:  # segno would escape it as text, but URL holds a URI, which is not escaped
        card = card.replace("END:VCARD", f"URL:{contacts['website']}\r\nEND:VCARD")
    response = HttpResponse(card, content_type="text/vcard; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(page.title) or "contatto"}.vcf"'
    return response


def _escaped(text: str) -> str:
    """Escape a part of a structured value (RFC 2426, 4)."""
    return re.sub(r"([\\;,])", r"\\\1", text)


@require_safe
@login_required
@never_cache
def skill_autocomplete(request: HttpRequest) -> JsonResponse:
    """Suggest skills of public showcases."""
    return suggestions(request, ProfilePage.objects.visible().skills_in_use())
