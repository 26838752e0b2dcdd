from types import SimpleNamespace

from editorial.permissions.authors import is_author
from tests.support.moderation import sent


def test_the_author_is_the_owner_or_whoever_asked_for_a_page_without_one(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    request = SimpleNamespace(requested_by_id=newsroom.r1.pk)
    assert [is_author(user, page, request) for user in (newsroom.anna, newsroom.r1, newsroom.bruno)] == [
        True,
        False,
        False,
    ]
    page.owner = None
    assert [is_author(user, page, request) for user in (newsroom.anna, newsroom.r1, newsroom.bruno)] == [
        False,
        True,
        False,
    ]
