"""The picture that other sites show beside a link: what it holds, where it lies, who may fetch it."""

import io
import re

import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image, ImageChops, ImageColor
from wagtail.models import PageViewRestriction

from cms.models import CustomImage
from cms.seo.share_image import layout, render, storage
from cms.seo.share_image.card import Card, card_digest, share_image_url
from cms.seo.share_image.render import GROUND, MOSAIC, SIZE, WIDTH, draw
from tests.factories import pages as make
from tests.factories.pages import SAMPLES
from tests.support.images import picture, share_pictures
from tests.support.moderation import fresh
from tests.support.people import make_member

LEFT_HALF = (0, 0, WIDTH - MOSAIC, SIZE[1])
PLAIN = Card("Blog", "La città", "di Ada Prova", "la-citta")


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def near(pixel, colour: str) -> bool:
    return all(abs(one - other) < 14 for one, other in zip(pixel, ImageColor.getrgb(colour), strict=True))


# What is drawn -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["La città", "x" * 80, "Come si sceglie una sedia per lavorare otto ore senza male"])
def test_ink_is_where_the_layout_says_and_nowhere_else(title):
    with_words, without = (
        draw(Card("Blog" if one else "", one and title, one and "di Ada", "t")) for one in (title, "")
    )
    ink = ImageChops.difference(opened(with_words), opened(without)).convert("L").crop(LEFT_HALF)
    ink = ink.point(lambda shade: 255 if shade > 60 else 0)
    for row in layout.layout("Blog", title, "di Ada").rows:
        left, top, right, bottom = row.box
        inside = ink.crop((left - 1, top - 1, right + 1, bottom + 1))
        assert inside.getbbox() is not None, row.text
        x0, y0, x1, y1 = inside.getbbox()
        assert x0 <= 8 and x1 >= right - left - 8 and y1 - y0 >= (bottom - top) * 0.8
        ink.paste(0, (left - 2, top - 2, right + 2, bottom + 2))
    assert ink.getbbox() is None


def test_it_has_its_size_ground_and_weight():
    content = draw(PLAIN)
    assert Image.open(io.BytesIO(content)).format == "JPEG"
    board = opened(content)
    assert board.size == (1200, 630)
    assert all(near(board.getpixel(place), GROUND) for place in ((2, 2), (30, 620), (770, 300)))
    assert near(board.getpixel((66, 58)), "#0b5d4a") and near(board.getpixel((116, 58)), "#f6be2c")  # the mark


def test_a_noisy_picture_is_packed_until_it_is_light(db):
    out = io.BytesIO()
    Image.effect_noise((900, 900), 120).convert("RGB").save(out, "PNG")
    image = CustomImage.objects.create(title="x", file=ContentFile(out.getvalue(), name="a.png"))
    assert len(draw(PLAIN._replace(picture=image))) <= render.MOST_BYTES


@pytest.mark.parametrize(("focus", "colour"), [(None, None), (300, "#0b5d4a"), (1500, "#f6be2c")])
def test_a_photo_fills_the_square_around_its_focal_point(db, focus, colour):
    fields = {"focal_point_x": focus, "focal_point_y": 300, "focal_point_width": 40, "focal_point_height": 40}
    board = opened(draw(PLAIN._replace(picture=picture((1800, 600), **fields if focus else {}))))
    ends = [board.getpixel((x, 200)) for x in (WIDTH - MOSAIC + 4, WIDTH - 4)]
    wanted = [colour, colour] if colour else ["#0b5d4a", "#f6be2c"]
    assert all(near(pixel, want) for pixel, want in zip(ends, wanted, strict=True))


def test_without_a_usable_photo_its_tile_stands_there(db, caplog):
    broken = picture()
    with broken.file.storage.open(broken.file.name, "wb") as file:
        file.write(b"niente")
    plain = draw(PLAIN)
    assert draw(PLAIN._replace(picture=picture((60, 60)))) == plain
    assert draw(PLAIN._replace(picture=broken)) == plain
    assert "cannot be drawn" in caplog.text


# The address ---------------------------------------------------------------------------------------------------


def test_the_address_is_another_for_everything_that_is_drawn(db):
    image = picture()
    cards = [PLAIN, *(PLAIN._replace(**{name: "altro"}) for name in ("eyebrow", "title", "line", "tile"))]
    cards += [PLAIN._replace(picture=image), PLAIN._replace(picture=picture())]
    moved = CustomImage.objects.get(pk=image.pk)
    moved.focal_point_x = 4
    digests = [card_digest(card) for card in [*cards, PLAIN._replace(picture=moved)]]
    assert len(set(digests)) == 8
    assert card_digest(Card(*PLAIN)) == digests[0]


def head(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)"', html))


@pytest.mark.parametrize("label", SAMPLES)
def test_every_page_type_names_its_picture_and_draws_its_title(provisioned_site, label, django_assert_max_num_queries):
    page = SAMPLES[label]()
    if label == "home.GuidePage":  # for who enters: nothing of it leaves
        assert Client().get(share_image_url(fresh(page))).status_code == 404
        return
    shown = head(Client().get(page.url).content.decode())
    wanted = {
        "og:image:type": "image/jpeg",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": page.title,
        "twitter:card": "summary_large_image",
    }
    assert {name: shown[name] for name in wanted} == wanted
    path = shown["og:image"].removeprefix("http://testserver")
    assert path == share_image_url(fresh(page))
    with django_assert_max_num_queries(14):
        response = Client().get(path)
    content = b"".join(response.streaming_content)
    assert content == draw(fresh(page).card())
    assert opened(content).size == (1200, 630)
    card = fresh(page).card()
    assert layout.layout(*card[:3]).text_of("title") == card.title
    assert card.title in (
        page.title,
        getattr(page, "show_name", ""),
        "Centosessanta soci, sessanta mestieri, una porta sola.",
    )


def test_page_types_say_what_they_are(provisioned_site):
    """The words of the eyebrow and of the last line."""
    ada = make.showcase("Ada Prova", professions=[make.profession("aviatrice"), make.profession("marinaia")])
    bare = make.showcase("Bea Prova", headline="Vola.")
    pillola = make.pillola(by=make.consultant("Cia Prova"))
    pages = [
        ada, bare,
        make.post(authors=[ada, bare], category=make.category("Mare")),
        make.post("Del desk"),
        make.episode(12, guests=[ada.member, "Renzo Fuori"]),
        pillola,
        make.note(below=pillola),
        make.standard_page(intro="In breve."),
    ]  # fmt: skip
    cards = [fresh(page).card() for page in pages]
    day = cards[6].line.split(" · ")[1]
    assert [(card.eyebrow, card.line) for card in cards] == [
        ("Vetrina", "Aviatrice, marinaia"),
        ("Vetrina", "Vola."),
        ("Blog · Mare", "di Ada Prova e Bea Prova · 1 marzo 2026"),
        ("Blog", "della redazione · 1 marzo 2026"),
        ("Alla radio, n. 12", "con Ada Prova, Renzo Fuori · 26 marzo 2026"),
        ("Pillole di Business · Marketing", "con Cia Prova · 45 minuti"),
        ("Nota · Una pillola", f"di Cia Prova · {day}"),
        ("L’associazione e il coworking", "In breve."),
    ]


def test_the_portrait_of_whom_it_is_about_stands_where_there_is_no_picture(provisioned_site):
    photo = picture()
    ada = make.showcase("Ada Prova", photo=photo)
    pillola = make.pillola(by=make.Consultant.objects.create(member=ada.member))
    own = picture()
    pages = [ada, make.episode(1, guests=[ada.member]), make.episode(2, guests=[ada.member], picture=own), pillola]
    pages += [make.note(below=pillola), make.post(picture=own), make.post("Senza", authors=[ada])]
    shown = [fresh(page).card().picture for page in pages]
    assert shown == [photo, photo, own, photo, photo, own, None]
    ada.unpublish()
    assert fresh(pages[1]).card().picture is None and fresh(pillola).card().picture is None


# Fetching it -------------------------------------------------------------------------------------------------


def test_it_is_drawn_once_and_kept_for_ever(provisioned_site, monkeypatch):
    page = make.post()
    address = share_image_url(page)
    response = Client().get(address)
    content = b"".join(response.streaming_content)
    wanted = {
        "Content-Type": "image/jpeg",
        "Cache-Control": "public, max-age=31536000, immutable",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Content-Length": str(len(content)),
    }
    assert {name: response.headers[name] for name in wanted} == wanted
    assert not response.cookies
    assert share_pictures(page) == [f"{card_digest(page.card())}.jpg"]
    monkeypatch.setattr(storage, "draw", lambda card: 1 / 0)
    assert b"".join(Client().get(address).streaming_content) == content
    assert Client().post(address).status_code == 405


def test_an_old_address_leads_to_the_new_one_and_its_file_goes(provisioned_site):
    page = make.post("Prima")
    old = share_image_url(page)
    b"".join(Client().get(old).streaming_content)
    page.title = "Dopo"
    make.publish(page)
    response = Client().get(old)
    assert (response.status_code, response.url) == (302, share_image_url(fresh(page)))
    b"".join(Client().get(response.url).streaming_content)
    assert share_pictures(page) == [f"{card_digest(fresh(page).card())}.jpg"]


def test_only_a_public_page_has_one_and_never_of_its_draft(provisioned_site):
    page = make.post("Pubblico")
    make_public = share_image_url(page)
    page.title = "Bozza segreta"
    page.save_revision()
    draft = f"/condividi/{page.pk}-{card_digest(page.card())}.jpg"
    assert Client().get(draft).url == make_public
    assert share_pictures(page) == []
    hidden = make.post("Mai uscito", live=False)
    private = make.standard_page("Riservata")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    below = make.note(below=make.pillola("Tolta"))
    below.get_parent().unpublish()
    for closed in (hidden, private, fresh(below)):
        for client in (Client(), make_member(f"Zoe{closed.pk} Socia").client):
            assert client.get(share_image_url(closed)).status_code == 404
        assert share_pictures(closed) == []
    for path in ("999999-" + "0" * 20, f"{page.pk}-{'g' * 20}", f"{page.pk}-abc", f"{page.pk}-{'0' * 20}x"):
        assert Client().get(f"/condividi/{path}.jpg").status_code == 404


def test_the_folder_is_not_open(provisioned_site):
    page = make.post()
    b"".join(Client().get(share_image_url(page)).streaming_content)
    assert Client().get(f"/media/share/{page.pk}/{share_pictures(page)[0]}").status_code == 404


def test_two_who_draw_at_once_keep_one(provisioned_site, monkeypatch):
    page = make.post()
    stock = render.draw

    def slowly(card):
        monkeypatch.setattr(storage, "draw", stock)
        assert storage.ensure_share_image(page) == storage.storage_name(
            page.pk, card_digest(page.card())
        )  # somebody else meanwhile
        return stock(card)

    monkeypatch.setattr(storage, "draw", slowly)
    assert storage.ensure_share_image(page) == storage.storage_name(page.pk, card_digest(page.card()))
    assert share_pictures(page) == [f"{card_digest(page.card())}.jpg"]


@pytest.mark.parametrize("when", ["after it was looked for", "after it was drawn"])
def test_who_asks_while_a_newer_one_takes_it_away_gets_it(provisioned_site, monkeypatch, when):
    page = make.post()
    drawn = render.draw(page.card())
    if when == "after it was looked for":
        stock = default_storage.exists
        once = iter([True])
        monkeypatch.setattr(default_storage, "exists", lambda name: next(once, stock(name)))
    else:
        stock = default_storage.save

        def save(name, content):
            saved = stock(name, content)
            default_storage.delete(saved)
            return saved

        monkeypatch.setattr(default_storage, "save", save)
    response = Client().get(share_image_url(page))
    assert (response.status_code, b"".join(response.streaming_content)) == (200, drawn)
    monkeypatch.undo()
    storage.ensure_share_image(page)
    later = Client().get(share_image_url(page))
    assert b"".join(later.streaming_content) == drawn and response.headers == later.headers


def test_the_search_shows_the_facade(provisioned_site):
    shown = head(Client().get("/cerca/?q=ada").content.decode())
    assert shown["og:image"] == "http://testserver/static/icons/share.png"
    with Image.open(finders.find("icons/share.png")) as image:
        assert (str(image.width), str(image.height)) == (shown["og:image:width"], shown["og:image:height"])
