"""Words as they are typed and as they are compared."""

import re
import unicodedata

from django.http import QueryDict

LONGEST_QUERY = 200


def query_text(query: QueryDict, name: str) -> str:
    """The words in an address, trimmed; empty where it asks nothing. A NUL, which PostgreSQL refuses, becomes what a
    browser shows in its place: it is still a question, and finds nothing."""
    return query.get(name, "").replace("\0", "\ufffd").strip()


def normalise(text: str) -> str:
    """Lower case without accents: «Perché» and «perche» are one word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def clean_query(query: str) -> str:
    """What may be given to a search backend: no quote, no control character, single spaces, 200 letters.

    Empty when nothing searchable is left.
    """
    visible = "".join(" " if unicodedata.category(letter).startswith("C") else letter for letter in query)
    words = re.sub(r'["\s]+', " ", visible[:LONGEST_QUERY]).strip()
    return words if re.search(r"\w", words) else ""
