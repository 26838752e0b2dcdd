"""Provisioning of the site, the home, the members' guide and the site settings: created once, never overwritten."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, PageViewRestriction, Site

from cms.models import SiteSettings
from cms.provisioning import Changes
from editorial.provisioning import STOCK_WELCOME, publish_skeleton, tree_of

from .content.texts import body_of, guide_texts, legal_texts
from .models import GuidePage, HomePage, StandardPage

HERO = {
    "hero_eyebrow": "Alessandria · ex Distretto Militare",
    "hero_title": "Centosessanta soci, sessanta mestieri,",
    "hero_accent": "una porta sola.",
    "hero_intro": "Lab121 è l’associazione e il coworking di Alessandria: quindici scrivanie e una comunità che si "
    "scambia competenze, clienti e tempo.",
}


def provision_pages(changes: Changes) -> None:
    """Create home and guide, close the guide to visitors, and make the default site equal to the settings."""
    home = HomePage.objects.first() or _home(changes)
    _site(home, changes)
    _remove_welcome(changes)
    guide = GuidePage.objects.first() or _guide(HomePage.objects.get(pk=home.pk), changes)
    restrictions = PageViewRestriction.objects.filter(page=guide)
    if list(restrictions.values_list("restriction_type", flat=True)) != [PageViewRestriction.LOGIN]:
        restrictions.delete()
        PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)
        changes.note("la guida è solo per chi entra")


def _home(changes: Changes) -> HomePage:
    # Wagtail's welcome page has the slug that ours needs.
    for welcome in Page.objects.filter(depth=2, slug="home").exclude(pk__in=HomePage.objects.values("pk")):
        Page.objects.filter(pk=welcome.pk).update(slug="benvenuto-wagtail", url_path="/benvenuto-wagtail/")
    home = HomePage(title="lab121", slug="home", live=False, **HERO)
    Page.get_first_root_node().add_child(instance=home)
    publish_skeleton(home)
    changes.note("prima pagina creata")
    return home


def _site(home: HomePage, changes: Changes) -> None:
    """Make the default site start at the home, with the host and port of BASE_URL."""
    address = urlsplit(settings.BASE_URL)
    values = {
        "hostname": address.hostname or "localhost",
        "port": address.port or (443 if address.scheme == "https" else 80),
        "root_page_id": home.pk,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.pk is None or any(getattr(site, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(site, name, value)
        site.save()
        changes.note(f"sito su {settings.BASE_URL}")


def _remove_welcome(changes: Changes) -> None:
    """Delete Wagtail's welcome page as long as nobody edited it."""
    for page in Page.objects.filter(depth=2, title=STOCK_WELCOME, numchild=0, latest_revision=None):
        page.delete()
        changes.note("pagina di benvenuto di Wagtail tolta")


def _guide(home: HomePage, changes: Changes) -> GuidePage:
    texts = guide_texts()
    guide = GuidePage(
        title=texts["title"], slug="bussola", intro=texts["intro"], body=body_of(texts["body"]), live=False
    )
    home.add_child(instance=guide)
    publish_skeleton(guide)
    changes.note("pagina «Bussola del socio» creata")
    return guide


def provision_site_settings(changes: Changes) -> None:
    """Create the settings of header and footer, and the legal pages that the footer links to.

    Both are created together or not at all: a legal page that Redazione took down or renamed later does not come back.
    """
    home = HomePage.objects.first()
    if home is None or SiteSettings.objects.exists():
        return
    legal = [(_legal(home, texts, changes), texts["label"]) for texts in legal_texts()]
    row = SiteSettings(legal=[("link", {"page": page, "url": "", "label": label}) for page, label in legal])
    if directory := tree_of("profiles.ProfileIndexPage"):
        links = [{"page": directory, "url": "", "label": "Tutti i soci"}]
        row.columns = [("column", {"title": "Trova chi ti serve", "links": links})]
    row.save()
    changes.note("menu e piede di pagina creati")


def _legal(home: HomePage, texts: dict[str, Any], changes: Changes) -> Page:
    """Return the page at the slug of a legal text, whatever it is, or create it."""
    if existing := Page.objects.child_of(home).filter(slug=texts["slug"]).first():
        return existing
    page = StandardPage(
        title=texts["title"], slug=texts["slug"], intro=texts["intro"], body=body_of(texts["body"]), live=False
    )
    HomePage.objects.get(pk=home.pk).add_child(instance=page)
    publish_skeleton(page)
    changes.note(f"pagina «{page.title}» creata")
    return page
