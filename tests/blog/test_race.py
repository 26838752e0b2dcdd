"""Two presses at once. PostgreSQL locks the blog's row; SQLite takes the write lock at BEGIN."""

import pytest
from wagtail.models import Page

from blog.models import BlogPage
from tests.support.people import ensure_house, make_member
from tests.support.races import together

pytestmark = pytest.mark.django_db(transaction=True)
often = pytest.mark.parametrize("n", range(4))
NEW = "/area-soci/articoli/nuovo/"


@often
def test_a_double_press_makes_one_draft(n):
    ensure_house()
    ada = make_member("Ada Prova")
    press = lambda: ada.client.post(NEW, {"title": "Il mio banco"})  # noqa: E731
    answers = together(press, press, press)
    page = BlogPage.objects.get()
    assert {answer.url for answer in answers} == {f"/admin/pages/{page.pk}/edit/"}
    assert (page.slug, page.owner) == ("il-mio-banco", ada)


@often
def test_two_people_get_two_places_and_two_addresses(n):
    ensure_house()
    people = [make_member(name) for name in ("Ada Prova", "Bea Altra", "Cia Terza")]
    together(*(lambda user=user: user.client.post(NEW, {"title": "Lo stesso"}) for user in people))
    assert sorted(BlogPage.objects.values_list("slug", flat=True)) == ["lo-stesso", "lo-stesso-2", "lo-stesso-3"]
    assert sorted(page.owner.first_name for page in BlogPage.objects.all()) == ["Ada", "Bea", "Cia"]
    assert Page.find_problems() == ([], [], [], [], [])
