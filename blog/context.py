"""What an article shows beside its own words."""

from typing import Any

from cms.rich_text import expanded_together
from cms.structured import LAB121, Node, about, headline, our, pictures_of
from profiles.contributions import works_of

from .models import THE_DESK, BlogPage

RELATED = 3


def post_context(page: BlogPage) -> dict[str, Any]:
    visible = BlogPage.objects.visible()
    beside = list(visible.beside(page)) if page.pk else []
    place = (page.date, page.pk)
    [body] = expanded_together([page.body])
    return {
        "body": body,
        "older": next((post for post in beside if (post.date, post.pk) < place), None),
        "newer": next((post for post in beside if (post.date, post.pk) > place), None),
        "related": list(visible.like(page).as_cards()[:RELATED]),
        "works": works_of([author.member for author in page.author_links.all()], but=page),
    }


def structured_data_of(page: BlogPage) -> Node:
    return about(
        page,
        "BlogPosting",
        "articolo",
        headline=headline(page.title),
        description=page.lead,
        image=pictures_of(page, "opening"),
        inLanguage="it",
        datePublished=page.date.isoformat(),
        dateModified=page.last_published_at.isoformat() if page.last_published_at else "",
        articleSection=page.category.name if page.category else "",
        keywords=", ".join(page.tag_names),
        author=_authors(page),
        publisher=our(LAB121),
    )


def _authors(page: BlogPage) -> list[Node]:
    people = [author.as_node for author in page.author_links.all()]
    if people:
        return people
    desk = page.signature == THE_DESK
    return [our(LAB121) if desk else {"@type": "Person", "name": page.signature}]
