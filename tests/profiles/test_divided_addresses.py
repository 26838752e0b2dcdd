"""The migration that divides addresses into their parts, there and back."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from profiles.models import Member

migration = import_module("profiles.migrations.0005_divide_addresses")

# text → (street, number, postcode, town)
UNDERSTOOD = {
    "Via Verona 95, 15121 Alessandria": ("Via Verona", "95", "15121", "Alessandria"),
    "Via Verona, 95 - 15121 Alessandria (AL)": ("Via Verona", "95", "15121", "Alessandria"),
    "Via Verona 95 15121 Alessandria AL": ("Via Verona", "95", "15121", "Alessandria"),
    "Via Verona 95\u202e,  15121 Ales\u200bsandria": ("Via Verona", "95", "15121", "Alessandria"),
    "via del Torchio 12, Alessandria": ("via del Torchio", "12", "", "Alessandria"),
    "Via XX Settembre, 12/A - Alessandria": ("Via XX Settembre", "12/A", "", "Alessandria"),
    "piazza 4 Novembre 3 bis, 15033 Casale Monferrato, Italia": (
        "piazza 4 Novembre",
        "3 bis",
        "15033",
        "Casale Monferrato",
    ),
    "Via Roma n. 12, 15121 Alessandria": ("Via Roma", "12", "15121", "Alessandria"),
    "Via Roma s.n.c., Tortona (AL)": ("Via Roma", "s.n.c.", "", "Tortona"),
    "Via Roma 12/14, 15100 Alessandria - AL": ("Via Roma", "12/14", "15100", "Alessandria"),
    "Via Galimberti, 21/B, 15121, Alessandria": ("Via Galimberti", "21/B", "15121", "Alessandria"),
    "Corso 100 Cannoni 7, Alessandria": ("Corso 100 Cannoni", "7", "", "Alessandria"),
    "Piazza Garibaldi, Alessandria": ("Piazza Garibaldi", "", "", "Alessandria"),
    "15121 Alessandria": ("", "", "15121", "Alessandria"),
    "Alessandria (AL)": ("", "", "", "Alessandria"),
}
NOT_WHOLLY = {
    "Via Verona 95": ("Via Verona", "95", "", ""),
    "Via Piave 63, Alessandria; interno 2": ("Via Piave", "63", "", "Alessandria"),
    "c/o Lab121, via Verona 95, Alessandria": ("via Verona", "95", "", "Alessandria"),
    "Via Verona 95, Alessandria, scemo chi legge": ("Via Verona", "95", "", "Alessandria"),
    "Cretino 12, Alessandria": ("Cretino", "12", "", "Alessandria"),
    "Via Roma 12 int. 3, Tortona": ("", "", "", ""),
    "Bahnhofstr. 12, 8001 Zürich": ("Bahnhofstr.", "12", "", ""),
    "Sei uno scemo": ("", "", "", ""),
    "Alessandria": ("", "", "", ""),
    "<b>via</b> 3, Alessandria": ("", "", "", ""),
    "x" * 160: ("", "", "", ""),
    "1" * 160: ("", "", "", ""),
    ",;- ": ("", "", "", ""),
}


def divided(text: str) -> Member:
    member = Member.objects.create(former_address=text, address_visibility="public")
    migration.forwards(apps, connection.schema_editor())
    member.refresh_from_db()
    return member


def parts_of(member: Member) -> tuple[str, ...]:
    return tuple(getattr(member, name) for name in Member.ADDRESS_PARTS)


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_an_address_that_is_understood_stays_where_it_was_seen(db, capsys, text):
    member = divided(text)
    assert (parts_of(member), member.former_address, member.address_visibility) == (UNDERSTOOD[text], "", "public")
    member.full_clean(exclude=["user"])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text", NOT_WHOLLY)
def test_any_other_is_kept_whole_for_its_owner_and_shown_to_nobody(db, capsys, text):
    member = divided(text)
    kept = (parts_of(member), member.former_address, member.address_visibility)
    assert kept == (NOT_WHOLLY[text], text.strip(), "nobody")
    assert dict(member.visible_contacts(for_member=True)) == {}
    member.full_clean(exclude=["user"])
    said = f"Indirizzi da controllare, che fino ad allora nessuno vede: chi ha il numero {member.pk}."
    assert capsys.readouterr().out.strip() == said


def test_nothing_invisible_is_left_in_any_contact(db):
    hidden = {"email": "ada\u200b@prova.example", "website": "https://prova.example/\u202echi", "phone": "0131 123456"}
    member = Member.objects.create(**hidden, phone_visibility="public")
    migration.forwards(apps, connection.schema_editor())
    member.refresh_from_db()
    assert (member.email, member.website, member.phone) == (
        "ada@prova.example", "https://prova.example/chi", "0131 123456",
    )  # fmt: skip
    assert (member.phone_visibility, member.address_visibility) == ("public", "nobody")


def test_back_again_it_is_one_line(db):
    whole, half = divided("Via Verona, 95 - 15121 Alessandria (AL)"), divided("Sei uno scemo")
    migration.backwards(apps, connection.schema_editor())
    lines = Member.objects.order_by("pk").values_list("former_address", flat=True)
    assert (list(lines), [whole.pk, half.pk]) == (
        ["Via Verona 95, 15121 Alessandria", "Sei uno scemo"],
        sorted([whole.pk, half.pk]),
    )
