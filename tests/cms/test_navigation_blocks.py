"""What a row of the menu or the footer may hold."""

import pytest
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from cms.navigation.blocks import LinkBlock, MenuBlock, ProfileBlock
from cms.navigation.links import LinkKind

HTTPS = {"url": "L’indirizzo deve cominciare con https://"}
ONE = {"page": "Scegli una pagina del sito oppure scrivi un indirizzo: uno dei due."}


pytestmark = pytest.mark.django_db
HOME = object()


def the(value):
    return Page.objects.get(depth=2) if value is HOME else None


def refusal(block, **fields) -> dict[str, str]:
    """Field → what it is told."""
    try:
        value = {name: fields.get(name) or "" for name in block.child_blocks}
        block.clean(block.normalize(value | {"page": the(fields.get("page"))} if "page" in value else value))
    except StructBlockValidationError as error:
        return {name: " ".join(wrong.messages) for name, wrong in error.block_errors.items()}
    return {}


@pytest.mark.parametrize(
    "fields, message",
    [
        ({"url": "https://prova.example/", "label": "Prova"}, {}),
        ({"page": HOME, "label": ""}, {}),
        ({"page": HOME, "label": "x" * 40}, {}),
        ({"url": "http://prova.example/", "label": "Prova"}, HTTPS),
        ({"url": "ftp://prova.example/", "label": "Prova"}, HTTPS),
        ({"url": "https://chi@prova.example/", "label": "Prova"}, HTTPS),
        ({"url": "javascript:alert(1)", "label": "Prova"}, {"url": "Inserisci un URL valido"}),
        ({"url": "/admin/", "label": "Prova"}, {"url": "Inserisci un URL valido"}),
        ({"url": "https://prova.example/", "label": ""}, {"label": "Di un indirizzo fuori dal sito serve il nome."}),
        ({"url": "", "label": "Prova"}, ONE),
        ({"page": HOME, "url": "https://prova.example/", "label": "Prova"}, ONE),
    ],
)
def test_a_link_is_a_page_or_an_https_address_with_its_name(fields, message):
    assert refusal(LinkBlock(), **fields) == message


@pytest.mark.parametrize(
    "kind, url, message",
    [
        (LinkKind.FACEBOOK, "https://www.facebook.com/prova", {}),
        (LinkKind.OTHER, "https://prova.example/lab", {}),
        (LinkKind.OTHER, "http://prova.example/lab", HTTPS),
        (LinkKind.FACEBOOK, "https://finto.example/", {"url": "Un indirizzo di Facebook è su facebook.com."}),
    ],
)
def test_a_profile_is_where_its_kind_is(kind, url, message):
    assert refusal(ProfileBlock(), kind=kind, url=url) == message


def test_a_menu_holds_eight_entries_at_most():
    block = MenuBlock()
    rows = [("entry", {"page": the(HOME), "label": ""})] * 9
    assert len(block.clean(block.normalize(rows[:8]))) == 8
    with pytest.raises(StreamBlockValidationError) as caught:
        block.clean(block.normalize(rows))
    assert caught.value.as_json_data() == {"messages": ["Il numero massimo di elementi è 8"]}
