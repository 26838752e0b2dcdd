"""A site on which everybody has written what ought to run, wherever people write what others read."""

import itertools
import json
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Collection

from cms.content.blocks import BodyStreamBlock
from cms.models import CustomDocument, SiteSettings
from cms.users.models import User
from editorial import roles
from editorial.review import services
from home.models import HomePage
from pillole.services import add_consultant
from profiles.blocks import ShortTextsBlock
from profiles.services import create_member
from tests.factories import pages as make
from tests.support.moderation import seen_by

from .editor_post import editor_form, encoded, setting_form
from .http import url, with_client
from .images import picture
from .moderation import consent_requests, fresh, guest_link, state
from .people import make_user

# Each would call xss(), ask another host, or be worked out by a template.
STRINGS = (
    "<script>xss(1)</script>",
    "<img src=x onerror=xss(2)>",
    "<svg/onload=xss(3)>",
    '"><script>xss(4)</script>',
    "' onmouseover='xss(5)' x='",
    '" autofocus onfocus="xss(6)" x="',
    "</title><script>xss(7)</script>",
    "</textarea><img src=x onerror=xss(8)>",
    "</script><script>xss(9)</script>",
    "javascript:xss(10)",
    "{{7919*7907}}{% now 'Y' %}${7919*7907}",
    '<a href="javascript:xss(12)">qui</a>',
    "<iframe srcdoc='<script>parent.xss(13)</script>'></iframe>",
    '" style="background:url(//altrove.example/14)',
    "--><img src=x onerror=xss(15)><!--",
    "]]><script>xss(16)</script>",
    "<math><mtext><form><mglyph><style></math><img src onerror=xss(17)>",
    '\\"});xss(18)//',
    "data:text/html,<script>xss(19)</script>",
    "&lt;script&gt;xss(20)&lt;/script&gt;",
    "<details open ontoggle=xss(21)>",
    "<style>@import '//altrove.example/22';</style>",
    "a\u2028xss(23)\u2029b",
)
# What may lead nowhere from a text: (type, data) of a link in the editor.
LINKS = (
    {"url": "javascript:xss(30)"},
    {"url": " \tJaVaScRiPt:xss(31)"},
    {"url": "data:text/html,<script>xss(32)</script>"},
    {"url": "vbscript:xss(33)"},
    {"url": 'https://altrove.example/"onmouseover="xss(34)', "onclick": "xss(35)", "style": "color:red"},
    {"linktype": "page", "onmouseover": "xss(37)"},  # to the home
)
_next = itertools.cycle(STRINGS)


def words(most: int) -> str:
    """So many of the strings as fit; the next field begins with the next one."""
    found = ""
    for _try in STRINGS:
        one = next(_next)
        if len(found) + len(one) + 1 <= most:
            found = f"{found} {one}".strip()
    assert found
    return found


def rich() -> str:
    """The editor's own content state: all the strings as text, and links that no editor offers."""

    def block(
        number: int, text: str, entities: tuple = (), kind: str = "unstyled", style: str = "BOLD"
    ) -> dict[str, Any]:
        return {
            "key": f"k{number}", "text": text, "type": kind, "depth": 0,
            "inlineStyleRanges": [{"offset": 0, "length": 3, "style": style}],
            "entityRanges": [{"key": key, "offset": 0, "length": len(text)} for key in entities],
        }  # fmt: skip

    texts = [block(n, text) for n, text in enumerate(STRINGS)]
    links = [block(100 + n, f"collegamento {n}", (n,)) for n in range(len(LINKS))]
    odd = [
        block(
            200, "<b onclick=xss(40)>forma</b>", kind="<img src=x onerror=xss(41)>", style='"><script>xss(42)</script>'
        ),
        block(201, " ", (len(LINKS),), kind="atomic"),
        block(202, " ", (len(LINKS) + 1,), kind="atomic"),
    ]
    entities = {str(n): {"type": "LINK", "mutability": "MUTABLE", "data": data} for n, data in enumerate(LINKS)}
    entities[str(len(LINKS) - 1)]["data"] = LINKS[-1] | {"id": HomePage.objects.get().pk}
    entities[str(len(LINKS))] = {
        "type": "IMAGE", "mutability": "IMMUTABLE",
        "data": {"id": 1, "alt": '"onerror="xss(43)', "src": "x", "format": "x"},
    }  # fmt: skip
    entities[str(len(LINKS) + 1)] = {
        "type": "EMBED", "mutability": "IMMUTABLE", "data": {"url": "javascript:xss(44)", "embedType": "video"}
    }  # fmt: skip
    return json.dumps({"entityMap": entities, "blocks": [*texts, *links, *odd]})


def body(name: str, owner: User) -> dict[str, Any]:
    """The POST of a whole body, every kind of block in it."""
    image = own_picture(owner)
    document = CustomDocument.objects.create(
        title=words(200),
        file=ContentFile(b"%PDF-1.7", name="a.pdf"),
        uploaded_by_user=owner,
        collection=image.collection,
    )
    caption = {"image": image, "alt": words(250), "caption": words(250), "credit": words(120)}
    value = BodyStreamBlock().normalize(
        [
            ("heading", {"text": words(120)}),
            ("paragraph", ""),
            ("picture", caption),
            ("gallery", {"items": [caption, caption]}),
            ("quote", {"text": words(400), "attribution": words(120)}),
            ("callout", {"title": words(120), "text": ""}),
            ("embed", {"url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ&x=%22%3E%3Cscript%3E", "title": words(120)}),
            ("document", {"document": document, "label": words(120)}),
        ]
    )
    return encoded(value.stream_block, value, name) | {f"{name}-1-value": rich(), f"{name}-5-value-text": rich()}


def own_picture(owner: User) -> Any:
    image = picture()
    image.title, image.uploaded_by_user = words(200), owner
    image.collection = Collection.objects.get(name=roles.MEMBERS_FILES)
    image.save()
    return image


def lines(name: str) -> dict[str, Any]:
    value = ShortTextsBlock().normalize([("text", words(140)) for _line in range(4)])
    return encoded(value.stream_block, value, name)


def row(name: str, number: int, **fields: Any) -> dict[str, Any]:
    prefix = f"{name}-{number}"
    return {
        f"{name}-TOTAL_FORMS": number + 1, f"{prefix}-id": "", f"{prefix}-ORDER": number + 1, f"{prefix}-DELETE": "",
        **{f"{prefix}-{field}": value for field, value in fields.items()},
    }  # fmt: skip


def write(user: User, page: Any, **changes: Any) -> Any:
    """By the editor; whatever it refuses fails."""
    response = user.client.post(url("edit", page.pk), editor_form(page, user, **changes))
    assert response.status_code == 302, response.context["form"].errors
    return fresh(page)


def go_live(page: Any) -> Any:
    return make.publish(fresh(page).get_latest_revision_as_object())


def desk(name: str, group: str) -> User:
    return make_user(name, Group.objects.get(name=group))


def plant(provisioned_site: SimpleNamespace) -> SimpleNamespace:
    """Every kind of page live with the strings in it; an episode that its guest sent back with them, a showcase that
    waits with them and a reason that holds them."""
    ada = with_client(create_member(name=words(200), email="ada@example.org", slug="ada").user)
    showcase = write(
        ada, ada.member.showcase,
        title=words(200), headline=words(160), photo=own_picture(ada).pk, photo_alt=words(250), photo_credit=words(120),
        skills="<svg/onload=xss(3)>, </title><script>xss(7)</script>, {{7919*7907}}, \"' onmouseover='xss(5)' x='\"",
        **body("bio", ada), **lines("offers"), **lines("seeks"),
        **row("gallery_items", 0, image=own_picture(ada).pk, alt=words(250), caption=words(250), credit=words(120)),
        **(
            row("social_links", 0, kind="altro", url='https://altrove.example/"onmouseover="xss(50)')
            | row("social_links", 1, kind="mastodon", url="https://altrove.example/</script><script>xss(51)</script>")
        ),
    )  # fmt: skip
    showcase = go_live(showcase)
    contacts = {f"{kind}_visibility": "public" for kind in ("phone", "email", "website", "address")}
    saved = ada.client.post(
        "/area-soci/contatti/",
        contacts | {"website": 'https://altrove.example/"><script>xss(52)</script>'},
    )
    assert saved.status_code == 302, saved.context["form"].errors
    # The form takes no such address. One in the database is shown as text all the same.
    type(ada.member).objects.update(street=words(80), town=words(60), former_address=words(160))
    blog_desk = desk("biagio", roles.BLOG_DESK)
    category = make.category("<svg/onload=xss(3)>")
    post = make.post("Un articolo", live=False, owner=ada, authors=[showcase], category=category)
    post = write(
        ada, post,
        title=words(200), lead=words(300),
        tags="<script>xss(1)</script>, {{7919*7907}}, </title><script>xss(7)</script>",
        picture=own_picture(ada).pk, picture_alt=words(250), picture_caption=words(250), picture_credit=words(120),
        **body("body", ada),
    )  # fmt: skip
    signed = make.post("Firmato", live=False, owner=blog_desk, lead=words(300), byline=words(120), category=category)
    episode = make.episode(
        guests=[ada.member, words(120)], title=words(200), summary=words(500), audio=make.audio(),
        transcript="\n\n".join(STRINGS), picture=own_picture(blog_desk), picture_alt=words(250),
        picture_credit=words(120),
    )  # fmt: skip
    add_consultant(member=ada.member)
    pillola = write(
        ada, make.pillola("Una pillola", by=ada.member.consultant, live=False),
        title=words(200), intro=words(300), for_whom=rich(), how_to_prepare=rich(), you_leave_with=rich(),
        picture=own_picture(ada).pk, picture_alt=words(250), picture_credit=words(120),
    )  # fmt: skip
    pillola = go_live(pillola)
    note = go_live(
        write(
            ada,
            make.note("Una nota", below=pillola, live=False),
            title=words(200),
            lead=words(300),
            **body("body", ada),
        )
    )
    live = [showcase, go_live(post), go_live(signed), episode, pillola, note]
    provisioned_site.live, provisioned_site.ada = live, ada
    provisioned_site.standard = go_live(make.standard_page("Una pagina", live=False, intro=words(300)))
    waiting(provisioned_site)
    return provisioned_site


def furnish(editor: User) -> list[str]:
    """The labels, the title and the words that Redazione put at the head and the foot of every page."""
    row, home = SiteSettings.objects.get(), HomePage.objects.get()
    labels = [words(40) for _label in range(5)]
    away = {"page": None, "url": 'https://altrove.example/"onmouseover="xss(60)', "label": labels[2]}
    row.menu = [("entry", {"page": home, "label": label}) for label in labels[:2]]
    row.columns = [("column", {"title": labels[3], "links": [away]})]
    row.legal = [("link", {"page": home, "url": "", "label": labels[4]})]
    row.social = [("profile", {"kind": "altro", "url": "https://altrove.example/</script><script>xss(61)</script>"})]
    row.about, row.address, row.opening, row.name = words(200), words(200), words(200), words(80)
    posted = editor.client.post(
        reverse("wagtailsettings:edit", args=["cms", "sitesettings", row.pk]), setting_form(row, editor)
    )
    assert posted.status_code == 302, posted.context["form"].errors
    row.refresh_from_db()
    return [*labels, row.about, row.address, row.opening]


def waiting(provisioned_site: SimpleNamespace) -> None:
    """What the desk and the members read inside."""
    bea = with_client(create_member(name=words(200), email="bea@example.org", slug="bea").user)
    provisioned_site.bea, provisioned_site.reader = bea, make_user("capo", provisioned_site.chief)
    provisioned_site.furniture = furnish(provisioned_site.reader)
    provisioned_site.asked = write(bea, bea.member.showcase, title=words(200), headline=words(160), **body("bio", bea))
    services.send(provisioned_site.asked.pk, bea, seen_by(bea, provisioned_site.asked))
    radio = desk("rada", roles.RADIO_DESK)
    provisioned_site.heard = make.episode(
        2, live=False, owner=radio, guests=[words(120)], title=words(200), summary=words(500)
    )
    services.send(provisioned_site.heard.pk, radio, seen_by(radio, provisioned_site.heard))
    services.approve(
        state(provisioned_site.heard).pk,
        provisioned_site.reader,
        seen_by(provisioned_site.reader, provisioned_site.heard),
    )
    assert len(consent_requests(provisioned_site.heard)) == 1
    provisioned_site.guest_page = guest_link(provisioned_site.heard)
    provisioned_site.comment = "\n".join(STRINGS)
