"""Addresses divided into their parts, and nothing invisible in any contact.

What was written as an address until now could be anything, an insult too, and was on the site at once. So an address is
shown on only if all of it is understood. Else the parts that are fill their fields, nobody sees them, and the whole
text stays in ``former_address``: «I miei contatti» shows it to the member, and forgets it when they save. Their numbers
are printed. A province after the name of a town is left out, since the fields have none.
"""

import re
import sys
from typing import Any

from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from cms.fields import POSTCODE, STREET, STREET_NUMBER, TOWN
from cms.text import visible_line

LENGTHS = {"street": 80, "street_number": 10, "postcode": 5, "town": 60}
VALIDATORS = {"street": STREET, "street_number": STREET_NUMBER, "postcode": POSTCODE, "town": TOWN}
SEPARATOR = re.compile(r"\s*[,;]\s*|\s+[-–—]\s+|(?<=\S)\s+(?=[0-9]{5}(?:\s|$))")
COUNTRY = re.compile(r"ital(?:ia|y)\.?|\(?it\)?", re.I)
PROVINCE = re.compile(r"\s*\(\s*[a-z]{2}\s*\)$", re.I)
PLACE = re.compile(r"(?:I-|IT-)?(?P<postcode>[0-9]{5})(?:\s+(?P<town>.+?)(?:\s+[A-Z]{2})?)?")
NUMBER = (
    r"(?:n\.?\s*|n°\s*|nr\.?\s*|numero\s+)?(?P<street_number>s\.?n\.?c?\.?|"
    r"[0-9]{1,5}(?: ?[/-] ?[0-9]{1,4})?(?: ?[/-]? ?[a-z])?(?: ?[/-]? ?(?:bis|ter|quater))?)"
)
NUMBERED = re.compile(rf"(?P<street>.*?[^\W\d_].*?)\s+{NUMBER}", re.I)
NUMBER_ALONE = re.compile(NUMBER, re.I)
KIND = re.compile(
    r"(?:via|v\.|viale|v\.le|vicolo|vico|piazza|p\.za|p\.zza|p\.|piazzale|p\.le|piazzetta|corso|c\.so|strada|str\.|largo|"
    r"lungo\w*|borgo|contrada|c\.da|spalto|salita|galleria|passeggiata|rampa|calle|regione|reg\.|località|loc\.|"
    r"frazione|fraz\.|cascina|circonvallazione|rondò|traversa|ss|sp)(?=[\s.])",
    re.I,
)
INSIDE = re.compile(r"\b(?:int|interno|scala|piano|citofono|presso|c/o|palazzina)\b", re.I)


def divide(text: str) -> tuple[dict[str, str], bool]:
    """Return the parts of an address as they are recognised, and whether they are all of it."""
    parts = dict.fromkeys(LENGTHS, "")
    understood = True
    for piece in SEPARATOR.split(visible_line(text)):
        if piece and not COUNTRY.fullmatch(piece):
            understood = _take(piece, parts) and understood
    has_its_town = bool(parts["town"]) and (bool(parts["street"]) or not parts["street_number"])
    return parts, understood and has_its_town


def _take(piece: str, parts: dict[str, str]) -> bool:
    """Put a piece where it belongs; return whether it is certain that it does."""
    if re.fullmatch(r"\(?[A-Za-z]{2}\)?", piece):
        return bool(parts["town"])  # the province
    if not parts["street"] and not parts["town"] and not INSIDE.search(piece):
        numbered = NUMBERED.fullmatch(piece)
        if numbered or KIND.match(piece):
            found = numbered.groupdict() if numbered else {"street": piece}
            return _fill(parts, **found) and bool(KIND.match(piece))
    alone = NUMBER_ALONE.fullmatch(piece)
    if alone and parts["street"] and not parts["town"] and not PLACE.fullmatch(piece):
        return _fill(parts, **alone.groupdict())
    named = PROVINCE.sub("", piece.rstrip("."))
    place = PLACE.fullmatch(named)
    if place:
        return _fill(parts, **{name: value for name, value in place.groupdict().items() if value})
    return bool(parts["street"] or parts["postcode"] or named != piece) and _fill(parts, town=named)


def _fill(parts: dict[str, str], **found: str) -> bool:
    """Fill all or none: a part is taken once, and as its field would take it."""
    for name, value in found.items():
        if parts[name] or len(value) > LENGTHS[name]:
            return False
        try:
            VALIDATORS[name](value)
        except ValidationError:
            return False
    parts.update(found)
    return True


def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    unsure = []
    for member in apps.get_model("profiles", "Member").objects.order_by("pk"):
        for name in ("phone", "email", "website", "former_address"):
            setattr(member, name, visible_line(getattr(member, name)))
        if member.former_address:
            parts, understood = divide(member.former_address)
            for name, value in parts.items():
                setattr(member, name, value)
            if understood:
                member.former_address = ""
            else:
                member.address_visibility = "nobody"
                unsure.append(member.pk)
        member.save()
    if unsure:
        numbers = ", ".join(map(str, unsure))
        sys.stdout.write(f"\n  Indirizzi da controllare, che fino ad allora nessuno vede: chi ha il numero {numbers}.\n")


def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for member in apps.get_model("profiles", "Member").objects.filter(former_address=""):
        member.former_address = _joined(member)
        member.save()


def _joined(member: Any) -> str:
    lines = (f"{member.street} {member.street_number}".strip(), f"{member.postcode} {member.town}".strip())
    return ", ".join(line for line in lines if line)


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0004_address_parts"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
