"""Never two episodes with one number, drafts included."""

import pytest
from django.db import IntegrityError, transaction

from cms.exceptions import ActionRefused
from radio import numbers
from radio.models import EpisodeNumber, EpisodePage
from tests.factories import pages as make
from tests.support.editor_post import editor_form, new_form
from tests.support.http import JSON, url
from tests.support.moderation import fresh, last


def claims() -> list[tuple[int, int, int]]:
    rows = EpisodeNumber.objects.order_by("season", "number")
    return list(rows.values_list("season", "number", "page"))


def test_an_episode_claims_its_number_and_lets_go_of_it_when_it_goes(provisioned_site):
    one, two = make.episode(1), make.episode(2, live=False)
    assert claims() == [(1, 1, one.pk), (1, 2, two.pk)]
    two.delete()
    assert claims() == [(1, 1, one.pk)]
    assert make.episode(2).number == 2


def test_a_live_episode_with_another_number_in_its_draft_holds_both(provisioned_site):
    page = make.episode(1)
    draft = fresh(page)
    draft.number = 5
    draft.save_revision()
    assert claims() == [(1, 1, page.pk), (1, 5, page.pk)]
    for number in (1, 5):
        with pytest.raises(ActionRefused), transaction.atomic():
            make.episode(number, slug="altra")
    make.publish(fresh(page).get_latest_revision_as_object())
    assert claims() == [(1, 5, page.pk)]
    assert make.episode(1, slug="altra").number == 1


def test_a_draft_that_changes_its_number_lets_go_of_the_old_one(people):
    page = make.episode(1, live=False)
    people.desk.client.post(url("edit", page.pk), editor_form(page, people.desk) | {"number": "7"})
    assert fresh(page).number == last(page).content["number"] == 7
    assert claims() == [(1, 7, page.pk)]


def test_numbers_are_each_seasons_own(provisioned_site):
    one, two = make.episode(1, season=1), make.episode(1, season=2)
    assert claims() == [(1, 1, one.pk), (2, 1, two.pk)]


def test_the_database_has_the_last_word(provisioned_site):
    page = make.episode(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        EpisodeNumber.objects.create(season=1, number=1, page=page)


def test_past_the_form_it_is_refused_whole(provisioned_site, monkeypatch):
    """As when two save in the same moment: the check has passed for both."""
    make.episode(12, season=3)
    page = make.episode(13, season=3, live=False)
    monkeypatch.setattr("radio.models.episodes.check_number", lambda *args: {})
    before = claims()
    for save in ("save", "save_revision"):
        draft = fresh(page)
        draft.number = 12
        with pytest.raises(ActionRefused) as caught, transaction.atomic():
            getattr(draft, save)()
        assert str(caught.value) == "La puntata 12 della stagione 3 c’è già: la prossima libera è la 14."
        assert caught.value.url == url("edit", page.pk)
        assert claims() == before
        assert fresh(page).number == last(page).content["number"] == 13


WORDS = "La puntata 12 della stagione 3 c’è già: la prossima libera è la 14."


@pytest.mark.parametrize("live", [True, False])
def test_the_editor_says_so_at_the_field_and_keeps_what_was_typed(people, live):
    make.episode(12, season=3, live=live)
    page = make.episode(13, season=3, live=False)
    data = editor_form(page, people.desk) | {"number": "12", "transcript": "Un’ora di parole"}
    response = people.desk.client.post(url("edit", page.pk), data)
    assert response.status_code == 200
    assert response.context["form"].errors["number"] == [WORDS]
    html = response.content.decode()
    assert WORDS in html and "Un’ora di parole" in html
    assert fresh(page).number == 13
    saved = people.desk.client.post(url("edit", page.pk), data, **JSON)
    assert saved.status_code == 400


def test_so_says_the_form_of_a_new_page(people):
    make.episode(12, season=3)
    new = EpisodePage(season=3, number=1, first_broadcast="2026-01-08")
    data = {"title": "Nuova", "slug": "nuova", "season": "3", "number": "12", "first_broadcast": "2026-01-08"}
    form = new.get_edit_handler().get_form_class()(
        instance=EpisodePage(), for_user=people.desk, parent_page=people.show
    )
    response = people.desk.client.post(url("add", "radio", "episodepage", people.show.pk), new_form(form) | data)
    assert response.status_code == 200
    words = "La puntata 12 della stagione 3 c’è già: la prossima libera è la 13."
    assert response.context["form"].errors["number"] == [words]
    assert EpisodePage.objects.count() == 1


@pytest.mark.parametrize("value", ["0", "-1", "x", "", "99999", "1.5", "9" * 4000])
@pytest.mark.parametrize("field", ["season", "number"])
def test_what_is_no_number_is_told(people, field, value):
    page = make.episode(live=False)
    response = people.desk.client.post(url("edit", page.pk), editor_form(page, people.desk) | {field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]


def test_after_the_last_number_comes_another_season(provisioned_site):
    make.episode(numbers.LAST, season=2)
    assert (
        numbers.taken_message(2, numbers.LAST)
        == "La puntata 9999 della stagione 2 c’è già: comincia un’altra stagione."
    )
