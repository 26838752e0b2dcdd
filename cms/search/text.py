"""Search words: reading them from an address, and bringing them into the form that is compared."""

import re
import unicodedata

from django.http import QueryDict

LONGEST_QUERY = 200  # letters


def query_text(query: QueryDict, name: str) -> str:
    """Return the parameter ``name`` of a query string, trimmed; empty where it is missing.

    A NUL, which PostgreSQL refuses, becomes U+FFFD, as a browser shows it: the query is then not empty, and finds
    nothing.
    """
    return query.get(name, "").replace("\0", "\ufffd").strip()


def normalise(text: str) -> str:
    """Return a text in lower case and without accents, so that «Perché» and «perche» are the same word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def clean_query(query: str) -> str:
    """Return a query that every search backend takes: without quotes and control characters, single-spaced, and of
    LONGEST_QUERY letters at most. It is empty where no letter or digit is left."""
    visible = "".join(" " if unicodedata.category(letter).startswith("C") else letter for letter in query)
    words = re.sub(r'["\s]+', " ", visible[:LONGEST_QUERY]).strip()
    return words if re.search(r"\w", words) else ""
