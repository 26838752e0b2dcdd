"""Files of texts that are not public yet: who reads the text opens them, and nobody takes them away meanwhile."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, Revision
from wagtail.rich_text import RichText

from cms.exceptions import ActionRefused
from cms.models import CustomImage
from editorial import roles
from editorial.models.revisions import frozen_revisions, revisions_to_go_live
from editorial.permissions.files import naming
from editorial.publication.takedown import take_down
from tests.support.acting import rewrite, send
from tests.support.http import messages_of
from tests.support.images import picture
from tests.support.moderation import fresh, guest_link, guest_yes, last, live, review_url, sent, state, yes
from tests.support.people import make_member, make_user

Document = get_document_model()


@pytest.fixture
def people(provisioned_site):
    """ada and bea are members with a draft showcase, vera reads showcases, rada episodes, ed everything."""
    house = provisioned_site
    return {
        "ada": make_member("Ada Prova"),
        "bea": make_member("Bea Prova"),
        "vera": make_user("vera", house.desk),
        "rada": make_user("rada", Group.objects.get(name=roles.RADIO_DESK)),
        "ed": make_user("ed", house.chief),
        "su": make_user("su", superuser=True),
    }


def of_members(model, user, **fields):
    """A file in the members' collection, uploaded by ``user``."""
    fields |= {"uploaded_by_user": user, "collection": Collection.objects.get(name=roles.MEMBERS_FILES)}
    if model is Document:
        return Document.objects.create(title="Listino", file=ContentFile(b"%PDF-1.4 listino", name="l.pdf"), **fields)
    return picture(**fields)


def with_document(user):
    """The user's showcase, whose draft offers a document and links another; nothing is sent."""
    page = user.member.showcase
    block, link = of_members(Document, user), of_members(Document, user)
    text = RichText(f'<p>Il <a linktype="document" id="{link.pk}">listino</a>.</p>')
    rewrite(page, user, bio=[("document", {"document": block, "label": "Listino"}), ("paragraph", text)])
    return fresh(page), [block, link]


def who_opens(people, document) -> list[str]:
    assert not opens(Client(), document.url)
    return [name for name, user in people.items() if opens(user.client, document.url)]


def opens(client, address: str) -> bool:
    response = client.get(address)
    list(response)  # to the end: a file is closed then
    assert response.status_code in (200, 404)
    return response.status_code == 200


# --- who opens them


def test_whoever_reads_the_text_opens_its_documents(people):
    """bea is another member; rada sits in another desk."""
    page, documents = with_document(people["ada"])
    readers = ["ada", "vera", "ed", "su"]
    assert [who_opens(people, document) for document in documents] == [readers, readers]
    send(page, people["ada"])
    assert [who_opens(people, document) for document in documents] == [readers, readers]


def test_every_address_of_the_preview_opens(people):
    page, documents = with_document(people["ada"])
    send(page, people["ada"])
    text = people["vera"].client.get(review_url("text", state(page))).content.decode()
    addresses = re.findall(r'(?:href|src)="(/(?:documents|media)/[^"]+)"', text)
    assert {address for address in addresses if "documents" in address} == {document.url for document in documents}
    assert {opens(people["vera"].client, address) for address in addresses} == {True}


def test_a_document_that_only_an_older_text_names_is_its_uploaders_again(people):
    page, documents = with_document(people["ada"])
    rewrite(page, people["ada"], bio=[])
    assert who_opens(people, documents[0]) == ["ada", "su"]


def test_after_the_yes_everybody_opens_it(people):
    page, documents = with_document(people["ada"])
    send(page, people["ada"])
    yes(people["vera"], page)
    assert {opens(Client(), document.url) for document in documents} == {True}


def test_a_guest_opens_them_by_the_link(newsroom):
    document, other = (of_members(Document, newsroom.r2) for _ in range(2))
    page = sent(newsroom.anna, newsroom.radio, model="interview", people="Olga", attachment=document)
    yes(newsroom.r1, page)
    html = Client().get(guest_link(page)).content.decode()
    text = Client().get(re.search(r'<iframe[^>]* src="([^"]+)"', html)[1]).content.decode()
    [address] = re.findall(r'href="(/documents/[^"]+)"', text)
    plain, _mark, token = address.partition("?")
    assert plain == document.url and opens(Client(), address)
    assert not opens(Client(), plain) and not opens(Client(), f"{plain}?ospite=x")
    assert not opens(Client(), f"{other.url}?{token}")
    guest_yes(guest_link(page))
    assert opens(Client(), plain) and live(page) == "uno"


# --- what may not be taken away, nor altered


def test_a_file_that_may_still_go_live_cannot_be_deleted(people):
    """Not of the reference index: the row of a live page knows nothing of its draft."""
    page = people["ada"].member.showcase
    shown, waiting, draft = (of_members(CustomImage, people["ada"], title=name) for name in ("a", "b", "c"))
    rewrite(page, people["ada"], photo=shown)
    send(page, people["ada"])
    yes(people["vera"], page)
    rewrite(page, people["ada"], photo=waiting)
    send(page, people["ada"])
    other = people["bea"].member.showcase
    rewrite(other, people["bea"], photo=draft)
    for file in (shown, waiting, draft):
        with pytest.raises((ActionRefused, ProtectedError)), transaction.atomic():
            file.delete()
        target = reverse("wagtailimages:delete", args=[file.pk])
        # The first stands in the row of the live page: Wagtail itself does not offer to delete it.
        words = "non hai i permessi" if file == shown else "deve ancora andare sul sito"
        assert words in messages_of(people["su"].client.post(target, follow=True))
    assert CustomImage.objects.count() == 3


def test_of_a_page_taken_down_too_and_of_superseded_texts_not(people):
    page = people["ada"].member.showcase
    old, new = (of_members(CustomImage, people["ada"], title=name) for name in ("a", "b"))
    rewrite(page, people["ada"], photo=old)
    send(page, people["ada"])
    yes(people["vera"], page)
    take_down(page.pk, people["vera"], "un motivo abbastanza lungo")
    rewrite(page, people["ada"], photo=None)
    with pytest.raises((ActionRefused, ProtectedError)), transaction.atomic():
        old.delete()
    rewrite(page, people["ada"], photo=new)
    send(page, people["ada"])
    yes(people["vera"], page)
    old.delete()
    assert not CustomImage.objects.filter(title="a").exists()


def test_what_is_gone_all_the_same_is_no_yes(people):
    """By SQL, or with the disk: a yes is judged on what is there."""
    page = people["ada"].member.showcase
    gone = of_members(CustomImage, people["ada"])
    rewrite(page, people["ada"], photo=gone)
    send(page, people["ada"])
    Revision.objects.filter(pk=last(page).pk).update(content=last(page).content | {"photo": gone.pk + 1000})
    assert "Qui manca qualcosa che non c’è più (immagine n." in messages_of(yes(people["vera"], page))
    assert not fresh(page).live


def test_the_crop_is_fixed_once_somebody_agreed_to_it(people):
    page = people["ada"].member.showcase
    file = of_members(CustomImage, people["ada"])
    rewrite(page, people["ada"], photo=file)
    file.focal_point_x, file.focal_point_y, file.focal_point_width, file.focal_point_height = 10, 10, 5, 5
    file.save()  # a draft alone does not fix it
    send(page, people["ada"])
    file.focal_point_x = 400
    with pytest.raises(ActionRefused, match="punto d’interesse"), transaction.atomic():
        file.save()
    file.refresh_from_db()
    assert file.focal_point_x == 10
    file.title = "Un altro nome"
    file.save()
    assert CustomImage.objects.get().title == "Un altro nome"


def test_only_texts_that_can_still_be_read_are_looked_at(people):
    page = people["ada"].member.showcase
    file = of_members(CustomImage, people["ada"])
    assert list(naming(file, revisions_to_go_live())) == []
    rewrite(page, people["ada"], photo=file)
    assert list(naming(file, revisions_to_go_live())) == [last(page)]
    assert list(naming(file, frozen_revisions())) == []
    send(page, people["ada"])
    assert list(naming(file, frozen_revisions())) == [last(page)]
