"""What a field of ours takes."""

import pytest
from django.core.exceptions import ValidationError

from cms.fields import PHONE, POSTCODE, STREET, STREET_NUMBER, TOWN, validate_visible


@pytest.mark.parametrize("phone", ["+39 0131 123456", "0131/123456", "0131-12.34.56", "3331234567"])
def test_numbers_are_taken_as_people_write_them(phone):
    PHONE(phone)


@pytest.mark.parametrize("phone", ["chiamami", "0131 CASA", "12", "+", "1" * 40, "0131\n123456", "٠١٢٣٤٥٦٧"])
def test_a_phone_number_of_letters_is_refused_with_an_example(phone):
    with pytest.raises(ValidationError) as caught:
        PHONE(phone)
    assert caught.value.message == "Scrivi un numero di telefono, per esempio +39 0131 123456."


TAKES = {"street": STREET, "number": STREET_NUMBER, "postcode": POSTCODE, "town": TOWN}
GOOD = {
    "street": ["via Verona", "Piazza 4 Novembre", "v.le dell’Unità d'Italia", "’l Rundò", "via Plana, palazzo Rosso",
             "Bindergasse/via Bottai", "Straße des 17. Juni", "улица Льва Толстого", "C.so 100 Cannoni"],
    "number": ["12", "12/A", "12A", "12 a", "12 bis", "12/A ter", "12-14", "12/3", "s.n.c.", "snc", "S.N."],
    "postcode": ["15121", "00118"],
    "town": ["Alessandria", "San Salvatore Monferrato", "Nizza Monferrato", "L’Aquila", "Reggio nell'Emilia",
           "Châtillon", "Presicce-Acquarica", "Łódź"],
}  # fmt: skip
BAD = {
    "street": ["12", "...", "<b>via</b>", "via: qui", "via\nRoma", "via Roma\n", "via “Roma”", "via 👋", "@via",
             "- via", "https://x.example", "via_Roma", "ciao!"],
    "number": ["dodici", "12 rosso", "interno 2", "123456", "12//A", "١٢", "12\n", "-1", "12 scemo", "n. 12"],
    "postcode": ["1512", "151211", "15121 ", "15121\n", "١٥١٢١", "１５１２１", "IT-15121", "SW1A1"],
    "town": ["15121", "Alessandria (AL)", "Alessandria, Italia", "AL 15121", "Alessandria\n", "-", "x.example", "a_b",
           "<i>", "Alessandria!"],
}  # fmt: skip


@pytest.mark.parametrize("part", GOOD)
def test_parts_of_an_address_are_taken_as_people_write_them(part):
    for value in GOOD[part]:
        TAKES[part](value)


@pytest.mark.parametrize("part", BAD)
def test_what_is_no_such_part_is_refused(part):
    for value in BAD[part]:
        with pytest.raises(ValidationError):
            TAKES[part](value)


def test_what_nobody_sees_is_refused():
    validate_visible("ada@prova.example")
    for hidden in ("\u200b", "\u202e", "\u2066", "\x07", "\n", "\u3164", "  "):
        with pytest.raises(ValidationError) as caught:
            validate_visible(f"a{hidden}b")
        assert caught.value.message == "Togli gli spazi di troppo e i caratteri che non si vedono."
