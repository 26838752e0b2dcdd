"""Where a showcase's links may lead."""

import pytest
from django.core.exceptions import ValidationError

from profiles.links import HOSTS, LinkKind, check_link
from profiles.models import ProfileLink
from profiles.models.member import PHONE


def refusal(kind: str, url: str) -> str:
    try:
        check_link(kind, url)
    except ValidationError as error:
        return " ".join(error.message_dict["url"])
    return ""


@pytest.mark.parametrize("kind, hosts", HOSTS.items())
def test_each_kind_leads_to_its_hosts_and_what_lies_below_them(kind, hosts):
    for host in hosts:
        assert refusal(kind, f"https://{host}/chi") == ""
        assert refusal(kind, f"https://www.{host.upper()}/chi") == ""
        assert refusal(kind, f"https://it.{host}:443/chi") == ""
        for wrong in (
            f"https://finto{host}/chi",
            f"https://{host}.finto.example/chi",
            f"https://finto.example/{host}",
        ):
            assert refusal(kind, wrong) == f"Un indirizzo di {kind.label} è su {' o '.join(hosts)}."


@pytest.mark.parametrize("kind", [LinkKind.MASTODON, LinkKind.OTHER])
def test_two_kinds_lead_anywhere(kind):
    assert refusal(kind, "https://mastodon.uno/@chi") == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://linkedin.com/in/chi",
        "javascript:alert(1)//linkedin.com",
        "//linkedin.com/in/chi",
        "https://linkedin.com@finto.example/",
        "https://chi@linkedin.com/",
        "https://localhost/",
        "linkedin.com/in/chi",
        "",
    ],
)
@pytest.mark.parametrize("kind", [LinkKind.LINKEDIN, LinkKind.OTHER])
def test_no_kind_leads_out_of_https(kind, url):
    assert refusal(kind, url) == "L’indirizzo deve cominciare con https://"


def test_an_address_that_cannot_be_read_is_refused_in_words():
    assert refusal(LinkKind.OTHER, "https://[::1") == "Questo indirizzo non si capisce: copialo di nuovo."


def test_an_unknown_kind_is_refused_by_the_field():
    link = ProfileLink(kind="myspace", url="https://myspace.com/chi")
    with pytest.raises(ValidationError) as caught:
        link.full_clean(exclude=["page"])
    assert list(caught.value.message_dict) == ["kind"]


def test_the_row_checks_its_host():
    with pytest.raises(ValidationError) as caught:
        ProfileLink(kind="github", url="https://altrove.example/chi").full_clean(exclude=["page"])
    assert caught.value.message_dict == {"url": ["Un indirizzo di GitHub è su github.com."]}


@pytest.mark.parametrize("phone", ["+39 0131 123456", "0131/123456", "0131-12.34.56", "3331234567"])
def test_numbers_are_taken_as_people_write_them(phone):
    PHONE(phone)


@pytest.mark.parametrize("phone", ["chiamami", "0131 CASA", "12", "+", "1" * 40, "0131\n123456", "٠١٢٣٤٥٦٧"])
def test_a_phone_number_of_letters_is_refused_with_an_example(phone):
    with pytest.raises(ValidationError) as caught:
        PHONE(phone)
    assert caught.value.message == "Scrivi un numero di telefono, per esempio +39 0131 123456."
