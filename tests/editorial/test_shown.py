"""A yes counts for what its giver was shown, and a screen shows all that others wrote since."""

import re

import pytest
from django.urls import reverse

from blog.models import Category
from cms.exceptions import ActionRefused
from editorial.models import Approval
from editorial.review import services
from editorial.review.shown import Seen
from editorial.review.wording import CHANGED, NOT_SHOWN
from tests.factories import pages as make
from tests.support.acting import rewrite
from tests.support.acting import send as send_page
from tests.support.http import form, messages_of, url, with_client
from tests.support.moderation import (
    agree,
    author_action_url,
    create,
    edit,
    fresh,
    guest_link,
    hidden_fields,
    last,
    live,
    read,
    review_url,
    seen_by,
    seen_data,
    sent,
    state,
    submit,
    withdraw,
    yes,
)
from tests.support.people import make_user

BY_R1 = '<ins class="addition">r1</ins>'


def screen(user, page) -> str:
    return user.client.get(author_action_url("author", page)).content.decode()


def send(user, page, data):
    return user.client.post(author_action_url("send", page), data, follow=True)


@pytest.fixture
def draft(newsroom):
    """Anna's, never sent, in which r1 wrote."""
    page = create(newsroom.anna, newsroom.blog, body="di anna")
    edit(newsroom.r1, page, "di r1")
    return fresh(page)


# --- sending


def test_who_sends_sees_first_what_others_wrote(newsroom, draft):
    html = screen(newsroom.anna, draft)
    assert BY_R1 in html and "Oltre a te ci ha scritto r1." in html
    assert html.index(BY_R1) < html.index("Manda alla redazione</button>")
    send(newsroom.anna, draft, hidden_fields(html))
    assert state(draft).revision == last(draft)


def test_a_digest_alone_sends_nothing(newsroom, draft):
    seen = seen_data(newsroom.anna, draft)
    strangers = [seen_data(newsroom.r1, draft)["shown"], "", seen["shown"][:-1], "x" * 64]
    for token in strangers:
        assert NOT_SHOWN in messages_of(send(newsroom.anna, draft, {"digest": seen["digest"], "shown": token}))
    assert NOT_SHOWN in messages_of(send(newsroom.anna, draft, {"digest": seen["digest"]}))
    assert state(draft) is None and not Approval.objects.exists()


def test_what_somebody_writes_meanwhile_is_not_sent(newsroom, draft):
    seen = seen_data(newsroom.anna, draft)
    edit(newsroom.r2, draft, "di r2")
    assert CHANGED in messages_of(send(newsroom.anna, draft, seen)) and state(draft) is None


def test_where_nobody_else_wrote_there_is_nothing_to_see(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    html = screen(newsroom.anna, page)
    assert 'id="corrections"' not in html
    send(newsroom.anna, page, hidden_fields(html))
    assert state(page) is not None


def test_a_live_page_that_the_desk_rewrote(newsroom):
    page = sent(newsroom.anna, newsroom.blog, body="di anna")
    yes(newsroom.r1, page)
    edit(newsroom.r1, page, "di r1")
    html = screen(newsroom.anna, page)
    assert BY_R1 in html and "la vedi solo tu" not in html.lower()
    send(newsroom.anna, page, hidden_fields(html))
    assert live(page) == "di anna" and state(page) is not None


def test_a_withdrawn_one(newsroom):
    page = sent(newsroom.anna, newsroom.blog, body="di anna")
    withdraw(newsroom.anna, page)
    edit(newsroom.r1, page, "di r1")
    assert BY_R1 in screen(newsroom.anna, page)


def test_the_dashboard_leads_to_the_screen_that_shows_it(provisioned_site):
    page = make.showcase("Ada Prova", live=False)
    owner = page.owner

    html = with_client(owner).client.get("/area-soci/").content.decode()
    assert reverse("editorial_send", args=[page.pk]) not in html
    assert f'href="{author_action_url("author", page)}">Manda alla redazione</a>' in html


# --- sending from the editor


def test_the_editor_sends_at_once_where_nobody_else_wrote(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    response = edit(newsroom.anna, page, "due", follow=False, **{"action-submit": "1"})
    assert response["Location"] == f"{author_action_url('author', page)}?mandata=1"
    assert state(page).revision.content["body"] == "due"


def post_editor(user, page, body):
    draft = fresh(page).get_latest_revision_as_object()

    data = form(title=draft.title, slug=draft.slug, body=body, **{"action-submit": "1"})
    return user.client.post(url("edit", page.pk), data, follow=True)


def test_else_it_saves_and_leads_to_what_they_wrote(newsroom, draft):
    response = post_editor(newsroom.anna, draft, "di r1, e mio")
    assert response.redirect_chain == [(author_action_url("author", draft), 302)]
    assert "È salvata, ma non ancora mandata" in messages_of(response)
    assert state(draft) is None and last(draft).content["body"] == "di r1, e mio"
    # Saved over the desk's words or not: they are shown until there is a yes.
    assert "<ins" in screen(newsroom.anna, draft) and "ci ha scritto r1" in screen(newsroom.anna, draft)
    again = post_editor(newsroom.anna, draft, "di r1, e mio")
    assert again.redirect_chain == [(author_action_url("author", draft), 302)] and state(draft) is None


def test_a_submission_of_a_text_that_waits_is_a_save_as_ever(newsroom):
    """By hand: the editor has no such button then. The text is not sent twice, nor the reviewer led anywhere else."""
    page = sent(newsroom.anna, newsroom.blog, body="di anna")
    response = post_editor(newsroom.r1, page, "corretto")
    assert response.redirect_chain == [(url("edit", page.pk), 302)]
    assert last(page).content["body"] == "corretto" and state(page).workflow_state.requested_by == newsroom.anna


def test_the_desk_sends_another_persons_page_from_a_screen_of_its_own(newsroom):
    page = create(newsroom.anna, newsroom.blog, body="di anna")
    response = post_editor(newsroom.r1, page, "di anna, e mio")
    target = reverse("editorial_send_for", args=[page.pk])
    assert response.redirect_chain == [(target, 302)]
    html = newsroom.r1.client.get(target).content.decode()
    assert '<ins class="addition">di anna, e mio</ins>' in html
    refused = newsroom.r1.client.post(target, {"digest": seen_by(newsroom.r1, page).digest}, follow=True)
    assert NOT_SHOWN in messages_of(refused) and state(page) is None
    newsroom.r1.client.post(target, hidden_fields(html))
    assert state(page).workflow_state.requested_by == newsroom.r1


def test_that_screen_is_for_whoever_may_edit_and_did_not_write_it(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    target = reverse("editorial_send_for", args=[page.pk])
    people = (newsroom.anna, newsroom.bruno, newsroom.r1, newsroom.ed)
    assert [user.client.get(target).status_code for user in people] == [403, 403, 200, 200]
    own = create(newsroom.r1, newsroom.blog, "Q")
    assert newsroom.r1.client.get(reverse("editorial_send_for", args=[own.pk]))["Location"] == author_action_url(
        "author", own
    )
    assert newsroom.r1.client.get(reverse("editorial_send_for", args=[0])).status_code == 404


def test_a_text_that_waits_cannot_be_sent_from_there(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    target = reverse("editorial_send_for", args=[page.pk])
    response = newsroom.r1.client.get(target, follow=True)
    assert "Adesso questa pagina non si può mandare." in messages_of(response)
    refused = newsroom.r1.client.post(target, seen_data(newsroom.r1, page), follow=True)
    assert "È già dalla redazione." in messages_of(refused)


# --- the desk's yes, and the author's


def test_a_reviewer_sees_what_changed_since_their_own_yes(newsroom):
    page = sent(newsroom.anna, newsroom.blog, body="uno due")
    edit(newsroom.r1, page, "uno tre")
    yes(newsroom.r1, page)
    edit(newsroom.r2, page, "uno quattro")
    html = newsroom.r1.client.get(review_url("reading", state(page))).content.decode()
    assert "da quando l’hai scritta tu, o hai detto sì" in html
    assert '<del class="deletion">tre</del><ins class="addition">quattro</ins>' in html
    assert (
        "da quando l’hai scritta tu" not in newsroom.ed.client.get(review_url("reading", state(page))).content.decode()
    )


def test_a_reviewer_says_yes_only_with_the_token_of_the_reading_page(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    seen = read(newsroom.r1, page)
    for token in ("", "x", seen_data(newsroom.r2, page)["shown"]):
        refused = yes(newsroom.r1, page, seen | {"shown": token})
        assert NOT_SHOWN in messages_of(refused) and refused.redirect_chain == [
            (review_url("reading", state(page)), 302)
        ]
    with pytest.raises(ActionRefused, match=NOT_SHOWN):
        services.approve(state(page).pk, newsroom.r1, Seen(seen["digest"], ""))
    assert not live(page)
    yes(newsroom.r1, page, seen)
    assert live(page) == "uno"


def test_a_token_is_for_one_request(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    seen = read(newsroom.r1, page)
    withdraw(newsroom.anna, page)
    submit(newsroom.anna, page)
    assert NOT_SHOWN in messages_of(yes(newsroom.r1, page, seen)) and not live(page)


def test_the_authors_va_bene_cosi_needs_it_too(newsroom):
    page = sent(newsroom.anna, newsroom.blog, body="di anna")
    edit(newsroom.r1, page, "di r1")
    yes(newsroom.r1, page)
    seen = hidden_fields(screen(newsroom.anna, page))
    assert NOT_SHOWN in messages_of(agree(newsroom.anna, page, {"digest": seen["digest"]})) and not live(page)
    agree(newsroom.anna, page, seen)
    assert live(page) == "di r1"


# --- the guest's yes


def test_a_guest_says_yes_to_the_list_of_their_screen(newsroom, client):
    page = sent(newsroom.anna, newsroom.radio, model="interview", people="Olga", body="di anna")
    yes(newsroom.r1, page)
    link = guest_link(page)
    html = client.get(link).content.decode()
    assert "Tutto quello che c’è scritto, parola per parola" in html and '<ins class="addition">di anna</ins>' in html
    refused = client.post(link, {"yes": "1"} | hidden_fields(html) | {"shown": "x"})
    assert refused.status_code == 409 and NOT_SHOWN in refused.content.decode() and not live(page)
    assert client.post(link, {"yes": "1"} | hidden_fields(html)).status_code == 200 and live(page) == "di anna"
    submit(newsroom.anna, page, "di anna e r1")
    yes(newsroom.r1, page)
    html = client.get(guest_link(page)).content.decode()
    assert "Che cosa è cambiato dal tuo ultimo sì" in html and '<ins class="addition"> e r1</ins>' in re.sub(
        r"</ins><ins class=\"addition\">", "", html
    )


def test_a_link_of_one_guest_proves_nothing_for_another(newsroom, client):
    page = sent(newsroom.anna, newsroom.radio, model="interview", people="Olga, Piero")
    yes(newsroom.r1, page)
    of_olga = hidden_fields(client.get(guest_link(page, 0)).content.decode())
    assert client.post(guest_link(page, 1), {"yes": "1"} | of_olga).status_code == 409


# --- names that are printed from elsewhere


def test_a_category_that_is_renamed_meanwhile_is_read_again(provisioned_site):

    owner, reader = make_user("anna", provisioned_site.members), make_user("r1", provisioned_site.chief)
    post = make.post("Articolo", live=False)
    post.owner, post.category = owner, Category.objects.create(name="Prova", slug="prova")
    post.save()
    rewrite(post, owner, category=post.category)
    send_page(post, owner)
    seen = read(reader, post)
    post.category.name = "Altro nome"
    post.category.save()
    assert NOT_SHOWN in messages_of(yes(reader, post, seen)) and not fresh(post).live
    yes(reader, post)
    assert fresh(post).live
