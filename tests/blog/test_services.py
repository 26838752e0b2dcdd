"""«Proponi un articolo»: one draft, its address, who may."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group
from wagtail.rich_text import RichText

from blog.models import BlogPage
from blog.services import is_of_the_desk, may_propose, propose
from editorial import roles
from editorial.review import services
from editorial.review.state import open_state
from tests.factories import pages as make
from tests.support.images import picture
from tests.support.moderation import fresh, last, seen_by
from tests.support.people import make_member, make_user

EVENING = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)  # in Rome it is the fourth already


def blog_desk(name: str = "b"):
    return make_user(name, Group.objects.get(name=roles.BLOG_DESK))


def test_a_draft_of_ones_own(provisioned_site, time_machine):
    time_machine.move_to(EVENING, tick=False)
    ada = make_member("Ada Prova")
    page = fresh(propose(user=ada, title="Il mio banco"))
    assert (page.title, page.draft_title, page.slug, page.url_path) == (
        "Il mio banco", "Il mio banco", "il-mio-banco", "/home/blog/il-mio-banco/",
    )  # fmt: skip
    assert (page.owner, page.live, page.date, page.byline) == (ada, False, date(2026, 5, 4), "")
    assert [(row.member, row.known_as) for row in page.author_links.all()] == [(ada.member, "Ada Prova")]
    assert page.latest_revision.user == ada
    assert open_state(page) is None


def test_somebody_of_the_desk_signs_as_the_desk(provisioned_site):
    page = propose(user=blog_desk(), title="Novità")
    assert page.signatures == [("la redazione", "")]


@pytest.mark.parametrize(
    "title, slug",
    [
        ("Perché no?", "perche-no"),
        ("!!!", "articolo"),
        ("東京", "articolo"),
        ("Feed", "feed-2"),
        ("Preso", "preso-2"),
        ("x" * 255, "x" * 80),
        ("a" * 79 + " b", "a" * 79),
    ],
)
def test_the_address_comes_from_the_title_and_is_free(provisioned_site, title, slug):
    make.post("Preso")
    assert propose(user=make_member("Ada Prova"), title=title).slug == slug


def test_an_untouched_draft_is_opened_again_under_the_new_title(provisioned_site, time_machine):
    time_machine.move_to(EVENING, tick=False)
    ada, bea = make_member("Ada Prova"), make_member("Bea Altra")
    other = propose(user=bea, title="Di Bea")
    first = propose(user=ada, title="Prima idea")
    time_machine.move_to(datetime(2026, 6, 1, 9, 0, tzinfo=UTC), tick=False)
    again = fresh(propose(user=ada, title="Seconda idea"))
    assert (again.pk, again.title, again.draft_title, again.slug) == (
        first.pk, "Seconda idea", "Seconda idea", "seconda-idea",
    )  # fmt: skip
    assert (again.url_path, again.date) == ("/home/blog/seconda-idea/", date(2026, 6, 1))
    assert last(again).content["title"] == "Seconda idea"
    assert [row.member for row in again.author_links.all()] == [ada.member]
    assert propose(user=ada, title="Seconda idea").slug == "seconda-idea"
    assert BlogPage.objects.count() == 2
    assert fresh(other).title == "Di Bea"


TOUCHED = {
    "lead": lambda page: setattr(page, "lead", "Una frase."),
    "body": lambda page: setattr(page, "body", [("paragraph", RichText("<p>x</p>"))]),
    "picture": lambda page: setattr(page, "picture", picture()),
}


@pytest.mark.parametrize("what", TOUCHED)
@pytest.mark.parametrize("where", ["row and revision", "revision"])
def test_a_draft_that_holds_something_is_left_alone(provisioned_site, what, where):
    ada = make_member("Ada Prova")
    page = fresh(propose(user=ada, title="Prima"))
    TOUCHED[what](page)
    if where == "row and revision":
        page.save()
    page.save_revision(user=ada)
    second = propose(user=ada, title="Seconda")
    assert second.pk != page.pk
    assert last(page).content["title"] == "Prima"


@pytest.mark.parametrize("what", ["sent", "withdrawn", "published", "taken down"])
def test_a_draft_that_somebody_saw_is_left_alone(provisioned_site, what):
    ada = make_member("Ada Prova")
    page = propose(user=ada, title="Prima")
    if what in ("sent", "withdrawn"):
        services.send(page.pk, ada, seen_by(ada, page))
        if what == "withdrawn":
            services.withdraw(open_state(page).pk, ada)
    else:
        page = make.publish(page)
        if what == "taken down":
            page.unpublish()
    assert propose(user=ada, title="Seconda").pk != page.pk
    assert fresh(page).title == "Prima"


def test_who_may_propose(provisioned_site):
    people = {
        "member": make_member("Ada Prova"),
        "blog desk": blog_desk(),
        "chief": make_user("chief", provisioned_site.chief),
        "another desk": make_user("desk", provisioned_site.desk),
        "office": make_user("office", provisioned_site.office),
        "superuser": make_user("su", superuser=True),
        "nobody": make_user("nobody"),
        "in the group, no member": make_user("loose", provisioned_site.members),
    }
    left = make_member("Bea Andata")
    left.is_active = False
    left.save()
    people["a closed account"] = left
    out = make_member("Cia Fuori")
    out.groups.clear()
    people["out of the group"] = out
    assert {who for who, user in people.items() if may_propose(user)} == {"member", "blog desk", "chief"}
    assert {who for who, user in people.items() if is_of_the_desk(user)} == {"blog desk", "chief"}
