"""Template context and structured data (schema.org) of an article."""

from typing import TYPE_CHECKING, Any

from cms.content.rich_text import expanded_together
from cms.seo.schema_org import LAB121, Node, headline, image_urls, page_node, site_ref
from profiles.contributions import contributions_of

if TYPE_CHECKING:
    from .models import BlogPage

RELATED = 3


def post_context(page: "BlogPage") -> dict[str, Any]:
    """Return the body with its blocks' rows, the neighbours in time, related articles and what its authors did."""
    visible = type(page).objects.visible()
    adjacent = list(visible.adjacent_to(page)) if page.pk else []
    position = (page.date, page.pk)
    [body] = expanded_together([page.body])
    return {
        "body": body,
        "older": next((post for post in adjacent if (post.date, post.pk) < position), None),
        "newer": next((post for post in adjacent if (post.date, post.pk) > position), None),
        "related": list(visible.in_same_category(page).as_cards()[:RELATED]),
        "contributions": contributions_of([author.member for author in page.author_links.all()], exclude=page),
    }


def structured_data_of(page: "BlogPage") -> Node:
    return page_node(
        page,
        "BlogPosting",
        "articolo",
        headline=headline(page.title),
        description=page.lead,
        image=image_urls(page, "opening"),
        inLanguage="it",
        datePublished=page.date.isoformat(),
        dateModified=page.last_published_at.isoformat() if page.last_published_at else "",
        articleSection=page.category.name if page.category else "",
        keywords=", ".join(page.tag_names),
        author=_authors(page),
        publisher=site_ref(LAB121),
    )


def _authors(page: "BlogPage") -> list[Node]:
    people = [author.as_node for author in page.author_links.all()]
    if people:
        return people
    is_desk = page.signature == page.DESK_SIGNATURE
    return [site_ref(LAB121) if is_desk else {"@type": "Person", "name": page.signature}]
