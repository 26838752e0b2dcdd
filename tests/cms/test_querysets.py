"""What a visitor may reach: nothing restricted, nothing below a page that is off the site."""

import pytest
from django.http import Http404
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from cms.querysets import DEEPEST, at_address, is_public, publicly
from tests.factories import pages as make
from tests.pages.models import Section
from tests.support.people import make_user

FIRST = 3  # the depth of a page just below the home


@pytest.fixture
def chain(provisioned_site):
    """Live pages, one below the other, to one step deeper than the house allows."""
    pages, above = [], provisioned_site.home
    for depth in range(FIRST, DEEPEST + 2):
        page = Section(title=f"Piano {depth}", slug=f"piano-{depth}")
        Page.objects.get(pk=above.pk).add_child(instance=page)
        pages.append(page)
        above = page
    return pages


def depths(chain) -> list[int]:
    return sorted(publicly(Section.objects.live()).values_list("depth", flat=True))


def test_live_pages_are_public_to_the_deepest_floor_and_no_further(chain):
    assert [page.depth for page in chain] == list(range(FIRST, DEEPEST + 2))
    assert depths(chain) == list(range(FIRST, DEEPEST + 1))
    assert [is_public(page) for page in chain] == [True] * (len(chain) - 1) + [False]


@pytest.mark.parametrize("off", range(FIRST, DEEPEST + 1))
def test_a_page_off_the_site_hides_all_below_it_and_nothing_else(chain, off):
    Page.objects.filter(depth=off, slug=f"piano-{off}").update(live=False)
    beside = make.standard_page("Accanto")
    assert depths(chain) == list(range(FIRST, off))
    assert is_public(beside)
    slugs = [page.slug for page in chain]
    for length, page in enumerate(chain[:-1], start=1):
        response = Client().get(f"/{'/'.join(slugs[:length])}/")
        assert response.status_code == (200 if page.depth < off else 404), page.depth


def test_a_page_whose_path_only_looks_like_the_beginning_hides_nothing(provisioned_site):
    """«…0001» is no page above «…0002», whatever their order."""
    pages = [make.standard_page(f"Vicina {n}") for n in range(3)]
    Page.objects.filter(pk=pages[0].pk).update(live=False)
    assert [is_public(page) for page in pages] == [False, True, True]


def test_what_is_restricted_above_is_not_public(chain):
    PageViewRestriction.objects.create(page=chain[1], restriction_type=PageViewRestriction.LOGIN)
    assert depths(chain) == [FIRST]


def test_it_is_one_query(chain, django_assert_num_queries):
    with django_assert_num_queries(1):
        depths(chain)


def test_nothing_is_found_below_a_page_off_the_site_nor_an_address_that_somebody_else_would_route(
    chain, provisioned_site
):
    slugs = [page.slug for page in chain]
    assert at_address(provisioned_site.home, slugs[:3]) == chain[2]
    assert at_address(provisioned_site.home, [*slugs[:3], "niente"]) is None
    Page.objects.filter(pk=chain[1].pk).update(live=False)
    assert at_address(provisioned_site.home, slugs[:1]) == chain[0]
    for components in (slugs[:2], slugs[:3], [*slugs[:2], "niente"], [*slugs[:3], "niente", "feed"]):
        with pytest.raises(Http404):
            at_address(provisioned_site.home, components)


def test_a_page_found_knows_whether_something_on_it_or_above_restricts_it(
    chain, provisioned_site, django_assert_num_queries
):
    slugs = [page.slug for page in chain[:3]]
    found = at_address(provisioned_site.home, slugs)
    with django_assert_num_queries(0):
        assert found.is_open and list(found.get_view_restrictions()) == []
    restriction = PageViewRestriction.objects.create(page=chain[1], restriction_type=PageViewRestriction.LOGIN)
    for components, restricted in ((slugs, True), (slugs[:2], True), (slugs[:1], False)):
        found = at_address(provisioned_site.home, components)
        assert found.is_open is not restricted
        assert list(found.get_view_restrictions()) == [restriction] * restricted
        answer = Client().get(f"/{'/'.join(components)}/")
        assert answer.status_code == (302 if restricted else 200)
    PageViewRestriction.objects.filter(pk=restriction.pk).update(page=provisioned_site.home)
    assert not at_address(provisioned_site.home, slugs[:1]).is_open


def test_a_draft_above_hides_for_whoever_is_logged_in_too(provisioned_site, chain):
    Page.objects.filter(pk=chain[0].pk).update(live=False)
    for user in (make_user("su", superuser=True), make_user("chief", provisioned_site.chief)):
        assert user.client.get(f"/{chain[0].slug}/{chain[1].slug}/").status_code == 404
