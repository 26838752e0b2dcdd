"""Members' own pages, on their way to the site."""

from .moderation import author_door, digest, fresh, last, state, yes
from .people import make_member, make_user


def send(user, page):
    """«Manda alla redazione», with the text that is there."""
    return user.client.post(author_door("send", page), {"digest": digest(last(page))}, follow=True)


def live_showcase(house, name: str = "Carla Conti"):
    """(owner, page, two reviewers): a showcase that its desk agreed to."""
    owner = make_member(name)
    first, second = make_user("v1", house.desk), make_user("v2", house.desk)
    page = owner.member.showcase
    send(owner, page)
    assert state(page) is not None
    yes(first, page)
    page = fresh(page)
    assert page.live
    return owner, page, (first, second)
