"""What a content names, gone or not."""

import json

from wagtail.documents import get_document_model
from wagtail.models import Page

from blog.models import BlogPage
from cms.models import CustomImage
from editorial.content.named_objects import missing_from, named_in
from profiles.models import Member, Place, Profession, ProfilePage
from radio.models import EpisodePage, RadioAudio
from tests.factories import pages as make
from tests.support.images import picture

Document = get_document_model()


def stream(*blocks: tuple[str, object]) -> str:
    return json.dumps([{"type": kind, "value": value, "id": str(place)} for place, (kind, value) in enumerate(blocks)])


def test_fields_rows_and_blocks():
    body = stream(
        ("picture", {"image": 1, "alt": "7"}),
        ("gallery", {"items": [{"type": "item", "value": {"image": 2}, "id": "x"}, {"image": 3}]}),
        ("document", {"document": 4, "label": "5"}),
        (
            "paragraph",
            '<p><a linktype="page" id="6">qui</a> <a linktype="document" id="8">e qui</a> <a href="/9/">no</a></p>',
        ),
        ("callout", {"title": "10", "text": '<a linktype="page" id="11">x</a><embed embedtype="image" id="12"/>'}),
        ("nobody knows this block", {"image": 13}),
    )
    content = {"body": body, "picture": 14, "category": 15, "owner": 16, "author_links": [{"member": 17, "page": 18}]}
    found = named_in(BlogPage, content)
    assert {number for model, number in found if model is CustomImage} == {1, 2, 3, 12, 14}
    assert {number for model, number in found if model is Document} == {4, 8}
    assert {number for model, number in found if model is Page} == {6, 11}
    assert {
        (model.__name__, number) for model, number in found if model.__name__ in ("Category", "Member", "User")
    } == {
        ("Category", 15),
        ("Member", 17),
    }


def test_of_a_showcase_and_an_episode():
    row = {"profession_links": [{"profession": 1, "sort_order": 7}], "works_in": [2, 3], "place": 4, "member": 5}
    assert named_in(ProfilePage, row) == {(Profession, 1), (Place, 2), (Place, 3), (Place, 4), (Member, 5)}
    assert named_in(EpisodePage, {"audio": 6, "number": 7}) == {(RadioAudio, 6)}


def test_empty_and_strange_contents_name_nothing():
    for body in ("", "[]", stream(("gallery", None)), stream(("picture", None)), stream(("paragraph", None))):
        assert named_in(BlogPage, {"body": body, "picture": None, "author_links": []}) == set()


def test_what_is_gone_is_said_and_links_to_pages_are_not(provisioned_site):
    there = picture()
    gone = there.pk + 1000
    content = {
        "picture": there.pk,
        "body": stream(("picture", {"image": gone}), ("paragraph", f'<a linktype="page" id="{gone}">x</a>')),
    }
    assert missing_from(BlogPage, content) == [f"immagine n. {gone}"]
    assert missing_from(BlogPage, make.post("T").latest_revision.content) == []
