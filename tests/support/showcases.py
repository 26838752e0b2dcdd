"""Members' own pages, on their way to the site."""

from tests.support.moderation import seen_data

from .moderation import author_action_url, fresh, state, yes
from .people import make_member, make_user


def send(user, page):
    """«Manda alla redazione», with the text that is there."""
    return user.client.post(author_action_url("send", page), seen_data(user, page), follow=True)


def live_showcase(provisioned_site, name: str = "Carla Conti"):
    """(owner, page, two reviewers): a showcase that its desk agreed to."""
    owner = make_member(name)
    first, second = make_user("v1", provisioned_site.desk), make_user("v2", provisioned_site.desk)
    page = owner.member.showcase
    send(owner, page)
    assert state(page) is not None
    yes(first, page)
    page = fresh(page)
    assert page.live
    return owner, page, (first, second)
