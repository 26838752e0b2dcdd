"""Structured data of a page: JSON-LD in the vocabulary of schema.org, as one graph whose nodes refer to each other.

A page type describes its subject (``structured_data``); this module adds the nodes that all pages have. The fields that
search engines read: developers.google.com/search/docs/appearance/structured-data. Only what the page shows is in it.
"""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.text import Truncator

from cms.images import renditions
from cms.navigation import context

from .share_image import card, render

Node = dict[str, Any]

HEADLINE = 110  # letters; search engines cut longer ones
CITY = "Alessandria"


def absolute(address: str) -> str:
    """Return the absolute address of a path of this site, from BASE_URL and never from the Host header."""
    return address if "://" in address else f"{settings.BASE_URL}{address}"


def node_ref(address: str, what: str) -> Node:
    """Return a reference to a node: its @id is the address of a page with ``what`` as fragment."""
    return {"@id": f"{absolute(address)}#{what}"}


def site_ref(what: str) -> Node:
    """Return a reference to LAB121 or SITE, the nodes that belong to the home."""
    return node_ref("/", what)


LAB121, SITE = "lab121", "sito"


def drop_empty(node: Node) -> Node:
    """Return the node without its empty fields."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}


def page_node(page: Any, kind: str, what: str, **fields: Any) -> Node:
    """Return the node of a page's subject, of the schema.org type ``kind``, without its empty fields.

    ``what`` is the fragment of its @id.
    """
    url = absolute(page.url or "/")
    node = {"@type": kind, **node_ref(url, what), "url": url, "mainEntityOfPage": {"@id": url}}
    return drop_empty({**node, **fields})


def headline(words: str) -> str:
    return Truncator(words).chars(HEADLINE)


def image(address: str, width: int | None = None, height: int | None = None) -> Node:
    return drop_empty({"@type": "ImageObject", "url": absolute(address), "width": width, "height": height})


def image_urls(page: Any, slot: str) -> list[str]:
    """Return the absolute addresses of the page's own picture in a slot, and of its share image."""
    own, share = renditions.largest_url(page.picture, slot), card.share_image_url(page)
    return [absolute(address) for address in (own, share) if address]


def place(name: str, province: str) -> Node:
    return {"@type": "Place", "name": name, "address": postal_address(addressLocality=name, addressRegion=province)}


def postal_address(**parts: str) -> Node:
    return drop_empty({"@type": "PostalAddress", **parts, "addressCountry": "IT"})


def organization(request: HttpRequest) -> Node:
    """Return the node of the association, as Redazione describes it in the settings of the footer."""
    ours = context.organization(request)
    street = postal_address(streetAddress=ours.address, addressLocality=CITY)
    return drop_empty(
        {
            "@type": ["NGO", "Organization"],
            **site_ref(LAB121),
            "name": ours.name,
            "url": ours.url,
            "logo": image(static("icons/icon-512.png"), 512, 512),
            "image": absolute(static("icons/share.png")),
            "description": ours.description,
            "email": ours.email,
            "telephone": ours.phone,
            "address": street if ours.address else "",
            "areaServed": CITY,
            "sameAs": list(ours.social),
        }
    )


def website(*, with_search: bool) -> Node:
    """Return the node of the site; the home alone describes its search too."""
    node = {"@type": "WebSite", **site_ref(SITE), "name": "lab121", "url": absolute("/"), "inLanguage": "it"}
    node["publisher"] = site_ref(LAB121)
    if with_search:
        target = {"@type": "EntryPoint", "urlTemplate": absolute("/cerca/?q={search_term_string}")}
        node["potentialAction"] = {
            "@type": "SearchAction",
            "target": target,
            "query-input": "required name=search_term_string",
        }
    return node


def graph(page: Any, *, request: HttpRequest, above: list[Any], description: str, listed: list[Any]) -> list[Node]:
    """Return the graph of a page. ``above`` are the pages above it, home first; ``listed`` the pages that it lists."""
    url = absolute(page.url or "/")
    subject = page.structured_data
    share = card.share_image_url(page)
    web_page = {
        "@type": page.schema_type,
        "@id": url,
        "url": url,
        "name": page.title,
        "description": description,
        "inLanguage": "it",
        "isPartOf": site_ref(SITE),
        "primaryImageOfPage": image(share, render.WIDTH, render.HEIGHT) if share else "",
        "datePublished": page.first_published_at and page.first_published_at.isoformat(),
        "dateModified": page.last_published_at and page.last_published_at.isoformat(),
        "breadcrumb": {"@id": f"{url}#percorso"} if above else "",
        "mainEntity": {"@id": subject["@id"]} if subject else (_list(listed) if listed else ""),
    }
    nodes = [web_page, subject, _trail(page, url, above), website(with_search=not above), organization(request)]
    return [drop_empty(node) for node in nodes if node]


def outside_of_the_tree(path: str, name: str, words: str, *, request: HttpRequest) -> list[Node]:
    """Return the graph of a page that is not in the page tree (search, login)."""
    url = absolute(path)
    web_page = {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": name,
        "description": words,
        "inLanguage": "it",
        "isPartOf": site_ref(SITE),
    }
    return [web_page, website(with_search=False), organization(request)]


def _list(pages: list[Any]) -> Node:
    rows = [
        {"@type": "ListItem", "position": position, "url": absolute(page.url or "/"), "name": page.title}
        for position, page in enumerate(pages, start=1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(rows), "itemListElement": rows}


def _trail(page: Any, url: str, above: list[Any]) -> Node:
    if not above:
        return {}
    steps = [*((step.title, absolute(step.url or "/")) for step in above), (page.title, url)]
    entries = [
        {"@type": "ListItem", "position": position, "name": name, "item": item}
        for position, (name, item) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{url}#percorso", "itemListElement": entries}


# As in django.utils.html.json_script, so that no text can end the element. The last two end a line in JavaScript.
ESCAPED = {ord(letter): f"\\u{ord(letter):04X}" for letter in "&<>\u2028\u2029"}


def script(nodes: list[Node]) -> str:
    """Return the graph as a <script> element, safe to be part of a page."""
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False)
    return f'<script type="application/ld+json">{text.translate(ESCAPED)}</script>'
