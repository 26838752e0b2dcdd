"""HTML of texts as a tree."""

from bs4 import BeautifulSoup


def parsed(html: str) -> BeautifulSoup:
    """Return the HTML as a tree. In an element of its own, as BeautifulSoup warns of a text that is an address."""
    return BeautifulSoup(f"<div>{html}</div>", "html.parser")
