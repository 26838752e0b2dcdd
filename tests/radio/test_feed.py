"""The podcast: read by feedparser without complaint, and by the rules of RSS 2.0."""

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from radio.feed import NEWEST
from radio.models import EpisodePage, RadioIndexPage, Weekday
from tests.factories import pages as make

FEED = "/radio/feed.xml"
BASE = "http://testserver"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def show(provisioned_site):
    page = RadioIndexPage.objects.get()
    page.show_name, page.station = "Centoventuno in onda", "Radio Portici"
    page.weekday, page.broadcast_at = Weekday.THURSDAY, time(18, 30)
    page.intro = "Mestieri & «voci» <vere>."
    return make.publish(page)


def tree(response) -> ET.Element:
    return ET.fromstring(response.content)  # noqa: S314  (our own)


def channel() -> ET.Element:
    response = Client().get(FEED)
    assert response.status_code == 200
    return tree(response).find("channel")


def texts(element: ET.Element, name: str) -> list[str]:
    return [found.text or "" for found in element.findall(name)]


def titles() -> list[str]:
    return [title for item in channel().findall("item") for title in texts(item, "title")]


def test_feedparser_reads_it_without_complaint(show):
    guest = make.showcase("Ada Prova").member
    audio = make.audio(62)
    page = make.episode(
        12, season=3, title="Piombo & <pazienza>", summary="Di che cosa si parla: «così».", audio=audio, guests=[guest],
        first_broadcast=date(2026, 1, 8),
    )  # fmt: skip
    make.episode(13, season=3, title="D’estate", audio=make.audio(seed=1), first_broadcast=date(2026, 7, 2))
    response = Client().get(FEED)
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    read = feedparser.parse(response.content, response_headers={"content-type": response.headers["Content-Type"]})
    assert (read.bozo, read.version, read.encoding) == (0, "rss20", "utf-8")
    feed = read.feed
    assert (feed.title, feed.link, feed.language) == ("Centoventuno in onda", f"{BASE}/radio/", "it")
    assert feed.description == "Mestieri & «voci» <vere>."
    assert [entry.title for entry in read.entries] == ["D’estate", "Piombo & <pazienza>"]
    entry = read.entries[1]
    assert (entry.link, entry.id) == (page.full_url, f"urn:uuid:{page.translation_key}")
    assert entry.description == "Di che cosa si parla: «così»."
    assert entry.published == "Thu, 08 Jan 2026 18:30:00 +0100"
    assert read.entries[0].published == "Thu, 02 Jul 2026 18:30:00 +0200"
    assert (entry.itunes_season, entry.itunes_episode, entry.itunes_duration) == ("3", "12", "62")
    assert [(link.href, link.length, link.type) for link in entry.enclosures] == [
        (BASE + audio.url, str(audio.bytes), "audio/mpeg")
    ]
    heard = Client().get(audio.url)
    assert len(b"".join(heard.streaming_content)) == audio.bytes == int(heard.headers["Content-Length"])


def test_it_keeps_to_the_rules_of_rss(show):
    """rssboard.org/rss-specification; what Apple asks of a podcast."""
    for number in range(1, 4):
        make.episode(number, audio=make.audio(seed=number))
    response = Client().get(FEED)
    root = tree(response)
    assert (root.tag, root.get("version"), [child.tag for child in root]) == ("rss", "2.0", ["channel"])
    channel = root.find("channel")
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(texts(channel, name)) == 1 and texts(channel, name)[0], name
    own = channel.find(f"{ATOM}link")
    assert (own.get("rel"), own.get("href")) == ("self", BASE + FEED)
    assert texts(channel, f"{ITUNES}explicit") == ["false"]
    assert texts(channel, f"{ITUNES}author") == ["lab121"]
    assert channel.find(f"{ITUNES}category").get("text") == "Society & Culture"
    assert channel.find(f"{ITUNES}image").get("href") == f"{BASE}/static/icons/podcast.png"
    items = channel.findall("item")
    assert len(items) == 3
    for item in items:
        for name in ("title", "link", "description", "guid", "pubDate", f"{ITUNES}duration"):
            assert len(texts(item, name)) == 1 and texts(item, name)[0], name
        assert item.find("guid").get("isPermaLink") == "false"
        (enclosure,) = item.findall("enclosure")
        assert sorted(enclosure.keys()) == ["length", "type", "url"]
        assert enclosure.get("url").startswith(f"{BASE}/radio/audio/") and int(enclosure.get("length")) > 0
        assert texts(item, "link")[0].startswith(f"{BASE}/radio/")
        assert parsedate_to_datetime(texts(item, "pubDate")[0]).tzinfo is not None
    assert len({texts(item, "guid")[0] for item in items}) == 3


def test_only_what_can_be_heard_newest_first(show):
    make.episode(2, title="Seconda", audio=make.audio(seed=2))
    make.episode(1, title="Prima", audio=make.audio(seed=1))
    make.episode(3, title="Senza audio nascosta")
    make.episode(4, title="Bozza nascosta", audio=make.audio(seed=4), live=False)
    make.episode(5, title="Tolta nascosta", audio=make.audio(seed=5)).unpublish()
    private = make.episode(6, title="Riservata nascosta", audio=make.audio(seed=6))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert titles() == ["Seconda", "Prima"]
    assert "nascosta" not in Client().get(FEED).content.decode()


def test_a_draft_over_a_live_episode_does_not_show(show):
    page = make.episode(1, title="Prima", audio=make.audio(seed=1))
    page.title, page.audio = "Nuova", make.audio(seed=2)
    page.save_revision()
    assert titles() == ["Prima"]
    assert channel().find("item/enclosure").get("url").endswith(EpisodePage.objects.get().audio.url)


def test_a_guid_outlives_a_change_of_title_and_address(show):
    page = make.episode(1, audio=make.audio())
    before = texts(channel(), "item/guid")
    page.title, page.slug = "Altro", "altro"
    make.publish(page)
    assert texts(channel(), "item/guid") == before
    assert texts(channel(), "item/link") == [f"{BASE}/radio/altro/"]


def test_the_newest_hundred(show):
    audio = make.audio()
    for number in range(1, NEWEST + 3):
        make.episode(number, audio=audio, first_broadcast=date(2026, 1, 1))
    found = titles()
    assert len(found) == NEWEST == 100
    assert (found[0], found[-1]) == ("Puntata 102", "Puntata 3")


def test_letters_that_no_xml_may_hold_do_not_close_the_feed(show):
    make.episode(1, title="Pie\x0bde\x1f", summary="a\x0cb\ufffe", audio=make.audio())
    read = feedparser.parse(Client().get(FEED).content)
    assert (read.bozo, read.entries[0].title) == (0, "Pie de")


def test_without_an_hour_it_is_noon(provisioned_site):
    make.episode(1, audio=make.audio(), first_broadcast=date(2026, 1, 8))
    assert texts(channel(), "item/pubDate") == ["Thu, 08 Jan 2026 12:00:00 +0100"]
    assert texts(channel(), "title") == ["Lab121 alla radio"]


def test_an_empty_one_is_valid_and_the_same_at_each_look(provisioned_site, time_machine):
    time_machine.move_to(datetime(2026, 5, 1, tzinfo=UTC), tick=False)
    first = Client().get(FEED)
    time_machine.move_to(datetime(2026, 5, 2, tzinfo=UTC), tick=False)
    second = Client().get(FEED)
    assert feedparser.parse(first.content).bozo == 0
    assert first.content == second.content and first.headers["ETag"] == second.headers["ETag"]


def test_what_somebody_has_already_is_not_sent_again(show):
    make.episode(1, audio=make.audio())
    first = Client().get(FEED)
    etag = first.headers["ETag"]
    for method in ("get", "head"):
        again = getattr(Client(), method)(FEED, headers={"if-none-match": etag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    make.episode(2, audio=make.audio(seed=2))
    changed = Client().get(FEED, headers={"if-none-match": etag})
    assert changed.status_code == 200 and changed.headers["ETag"] != etag


def test_head_says_the_same_and_nothing_is_kept_of_who_asks(show):
    make.episode(1, audio=make.audio())
    whole, head = Client().get(FEED), Client().head(FEED)
    for name in ("Content-Type", "ETag", "Content-Length"):
        assert head.headers[name] == whole.headers[name]
    for response in (whole, head):
        assert not response.cookies and "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert Client().post(FEED).status_code in (403, 405)


@pytest.mark.parametrize("query", ["?x=1", "?pagina=999", "?stagione=%00"])
def test_a_query_is_ignored(show, query):
    assert Client().get(FEED + query).content == Client().get(FEED).content


def test_a_show_that_is_off_the_site_has_no_feed(provisioned_site):
    RadioIndexPage.objects.get().unpublish()
    assert Client().get(FEED).status_code == 404
