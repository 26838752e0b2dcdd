"""What an article shows beside its own words."""

from typing import Any

from cms.rich_text import expand_together
from cms.templatetags.site import absolute
from profiles.models import Member
from profiles.works import works_of

from .models import BlogPage

RELATED = 3


def post_context(page: BlogPage) -> dict[str, Any]:
    expand_together([page.body])
    visible = BlogPage.objects.visible()
    beside = list(visible.beside(page)) if page.pk else []
    place = (page.date, page.pk)
    return {
        "older": next((post for post in beside if (post.date, post.pk) < place), None),
        "newer": next((post for post in beside if (post.date, post.pk) > place), None),
        "related": list(visible.like(page).as_cards()[:RELATED]),
        "works": works_of([author.member for author in page.author_links.all()], but=page),
    }


def structured_data_of(page: BlogPage) -> dict[str, Any]:
    url = absolute(page.url or "/")
    data = {
        "@type": "BlogPosting",
        "headline": page.title,
        "url": url,
        "mainEntityOfPage": url,
        "description": page.lead,
        "inLanguage": "it",
        "datePublished": page.date.isoformat(),
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else "",
        "articleSection": page.category.name if page.category else "",
        "keywords": ", ".join(page.tag_names),
        "author": _authors(page),
        "publisher": {"@type": "NGO", "name": "lab121", "url": absolute("/")},
    }
    return {key: value for key, value in data.items() if value}


def _authors(page: BlogPage) -> list[dict[str, str]]:
    people = []
    for author in page.author_links.all():
        kind = "Person" if author.member.kind == Member.Kind.PERSON else "Organization"
        person = {"@type": kind, "name": author.shown_name}
        people.append({**person, "url": absolute(author.shown_url)} if author.shown_url else person)
    return people or [{"@type": "Organization", "name": page.signature}]
