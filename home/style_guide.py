"""The samples of «/stile/»: one small object for every state of every component. Nothing is read from the database."""

import re
from datetime import date
from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.http import QueryDict
from django.templatetags.static import static

from cms.filters import ActiveFilter, Filter, Option
from cms.folders import STATIC
from cms.pagination import Pagination, paginate
from profiles.contributions import Contribution, ContributionGroup

ADDRESS = "/stile/"
LONG_NAME = "Precipitevolissimevolmente" * 3 + "Sì"  # 80 letters, no space
LONG_TITLE = "IL TITOLO TUTTO MAIUSCOLO DI CHI AVEVA IL TASTO FERMO E NON SE N’È ACCORTO"
DAY = date(2026, 3, 12)


class Photo:
    """An image with one rendition, the site's own share picture; or one whose file is missing."""

    pk = "prova"

    def __init__(self, missing: bool = False) -> None:
        self.missing = missing

    def get_renditions(self, *specs: str) -> dict[str, Any]:
        if self.missing:
            raise OSError("prova")
        return {specs[0]: Sample(url=static("icons/share.png"), width=1200, height=630)}


class All(list[Any]):
    """A list with the ``all()`` of a related manager."""

    def all(self) -> "All":
        return self


# Foundations -------------------------------------------------------------------------------------------------


def tokens(pattern: str) -> list[tuple[str, str]]:
    """Return the custom properties of tokens.css whose value matches: (name, value)."""
    css = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    return [(name, value) for name, value in re.findall(r"(--[\w-]+): ([^;]+);", css) if re.match(pattern, value)]


def named(prefix: str) -> list[tuple[str, str]]:
    """Return the custom properties of tokens.css whose name begins with ``prefix``."""
    return [(name, value) for name, value in tokens(".") if name.startswith(prefix)]


def symbols() -> list[str]:
    """Return the names of the icons in static/icons/sprite.svg."""
    return re.findall(r'id="([\w-]+)"', (STATIC / "icons" / "sprite.svg").read_text(encoding="utf-8"))


# People and what they make -----------------------------------------------------------------------------------


def member(name: str = "Ada Prova", **fields: Any) -> Sample:
    defaults = {
        "url": ADDRESS,
        "slug": "ada-prova",
        "title": name,
        "profession_names": ["aviatrice", "meccanica"],
        "headline": "Porto posta e persone dove la strada non arriva, anche con il vento di mare.",
        "place": Sample(name="Zoagli"),
        "photo": None,
        "photo_credit": "",
        "alt_of_photo": "Ada, con gli occhiali da volo",
        "is_demo": True,
    }
    return Sample(**(defaults | fields))


def bare(**fields: Any) -> dict[str, Any]:
    """Return the fields of a member who filled in nothing, but for ``fields``."""
    return {"headline": "", "place": None, "profession_names": [], **fields}


def members() -> list[Sample]:
    return [
        member("Con la foto", photo=Photo()),
        member("Con la tessera", slug="una-tessera"),
        member("Con il file della foto perso", photo=Photo(missing=True), slug="persa"),
        member(LONG_NAME, slug="lungo", headline="Parole" * 40),
        member("Senza niente altro", slug="niente", **bare()),
    ]


def post(title: str = "Un muro, ventidue bambini", **fields: Any) -> Sample:
    defaults = {
        "url": ADDRESS,
        "slug": "un-muro",
        "title": title,
        "picture": None,
        "category": Sample(name="Mestieri"),
        "date": DAY,
        "lead": "Sedici metri di parete, due mattine di laboratorio in palestra e una balena.",
        "signed": "di Ada Prova, Bea Attesa e Carla Neri",
    }
    return Sample(**(defaults | fields))


def posts() -> list[Sample]:
    return [
        post(picture=Photo()),
        post(LONG_TITLE, slug="maiuscolo"),
        post(LONG_NAME, slug="lungo", lead="", category=None, signed="della redazione"),
    ]


def audio(**fields: Any) -> Sample:
    """Return a recording of two silent seconds."""
    facts = {"seconds": 2, "duration_iso": "PT2S", "clock": "0:02", "duration_words": "2 secondi", "size_words": "8 KB"}
    return Sample(kind="wav", get_kind_display="WAV", **({"url": static("sounds/silence.wav")} | facts | fields))


def episode(title: str = "Il piombo insegna ad aspettare", **fields: Any) -> Sample:
    defaults = {
        "url": ADDRESS,
        "slug": "il-piombo",
        "title": title,
        "summary": "Duecento casse di caratteri salvate dal macero, e il prezzo di una parola ben stampata.",
        "number": 47,
        "season": 2,
        "first_broadcast": DAY,
        "guest_names": ["Ada Prova", "Bea Attesa"],
        "lead_guest": Sample(showcase=member(photo=Photo())),
        "picture": None,
        "audio": audio(),
    }
    return Sample(**(defaults | fields))


def episodes() -> list[Sample]:
    alone: dict[str, Any] = {"guest_names": [], "lead_guest": None, "audio": None}
    long = {"slug": "lungo", "audio": audio(url=ADDRESS, duration_words="1 ora e 12 minuti")}
    return [episode(), episode("Nessun ospite, nessun audio", slug="senza", **alone), episode(LONG_NAME, **long)]


def pillola(title: str = "Prima il progetto, poi i fondi", **fields: Any) -> Sample:
    defaults = {
        "url": ADDRESS,
        "slug": "prima",
        "title": title,
        "topic": Sample(name="Fund raising"),
        "intro": "Hai visto un bando, o ti serve denaro per un’idea che vale.",
        "duration": 45,
        "display_name": "Ada Prova",
        "display_url": ADDRESS,
        "showcase": member(photo=Photo()),
        "member": member(),
    }
    return Sample(**(defaults | fields))


def pillole() -> list[Sample]:
    alone: dict[str, Any] = {"showcase": None, "display_url": "", "intro": ""}
    return [
        pillola(),
        pillola("Chi la tiene non ha una vetrina", slug="senza", **alone),
        pillola(LONG_NAME, slug="lungo", display_name=LONG_NAME),
    ]


def contributions(name: str) -> list[ContributionGroup]:
    """Return two groups of contributions. ``name`` makes the ids of two lists on one page differ."""
    one = Contribution("Il rosso non è mai lo stesso", ADDRESS, DAY)
    other = Contribution(LONG_NAME, ADDRESS, DAY)
    return [
        ContributionGroup(f"{name}-posts", "Articoli", True, [one, other]),
        ContributionGroup(f"{name}-pillole", "Pillole di Business", False, [one]),
    ]


# Lists -------------------------------------------------------------------------------------------------------


def pagination(number: int, pages: int = 12) -> Pagination:
    return paginate(range(pages), QueryDict(f"pagina={number}"), lambda ids: {}, 1)


def filters(chosen: str, name: str) -> list[Filter]:
    """Return two filters. ``name`` makes the fields of two forms on one page differ."""
    areas = [Option(value, label, count, value == chosen) for value, label, count in AREAS]
    return [
        Filter(f"{name}-area", "Area", areas, chosen, "Tutte", True),
        Filter(f"{name}-luogo", "Luogo", [Option("zoagli", "Zoagli", 3, False)], "", "Ovunque", False),
    ]


AREAS = (("arti", "Arti visive", 5), ("musica", "Musica e parola", 12), ("lunga", LONG_NAME, 1))
ACTIVE = [ActiveFilter("Arti visive", ADDRESS), ActiveFilter("«palombaro»", ADDRESS)]

# Forms and messages ------------------------------------------------------------------------------------------


class SampleForm(forms.Form):
    name = forms.CharField(label="Nome", help_text="Quello che vuoi sulla porta.")
    email = forms.EmailField(label="E-mail")
    phone = forms.CharField(label="Telefono", required=False)
    story = forms.CharField(label="La tua storia", widget=forms.Textarea)
    area = forms.ChoiceField(
        label="Area", choices=[("", "Scegli…"), *((value, label) for value, label, _count in AREAS)]
    )
    who = forms.ChoiceField(
        label="Chi lo vede",
        widget=forms.RadioSelect,
        choices=[("all", "Chiunque"), ("us", "Soci e socie")],
        help_text="Vale da subito.",
    )
    days = forms.MultipleChoiceField(
        label="Quando ci sei",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("lu", "Lunedì"), ("ma", "Martedì")],
    )
    picture = forms.FileField(label="Una foto", required=False)
    agrees = forms.BooleanField(label="Ho letto come funziona")

    def clean(self) -> None:
        raise forms.ValidationError("Così non possiamo ancora salvare.")


def messages() -> list[Any]:
    words = {
        "success": "Salvato: si vede da subito.",
        "info": "La legge la redazione, di solito entro cinque giorni.",
        "warning": "Qualcun altro ha cambiato la pagina mentre scrivevi.",
        "error": "Non è stato salvato niente: riprova.",
    }
    return [Message(level_tag=level, text=text) for level, text in words.items()]


class Message(Sample):
    def __str__(self) -> str:
        return str(self.text)


ACTIONS = [
    {"label": "La cosa da fare", "url": ADDRESS},
    {"label": "Un’altra", "url": ADDRESS, "style": "secondary", "symbol": "edit"},
    {"label": "Quella da pensarci", "url": ADDRESS, "style": "danger", "method": "post"},
    {"label": "Un passo indietro", "url": ADDRESS, "style": "link"},
    {"label": "Che cambia qualcosa", "url": ADDRESS, "style": "link", "method": "post"},
]
STATES = [("plain", "Bozza"), ("info", "In lettura"), ("success", "Pubblicata"), ("warning", "Da sistemare")]
STATES += [("error", "Rifiutata")]
WAITING = [
    {
        "title": "Disegnare un muro",
        "url": ADDRESS,
        "text": "È sul sito, proprio come l’avete concordata.",
        "state": "success",
        "state_label": "Pubblicata",
    },
    {"title": LONG_NAME, "text": "Non si preme.", "actions": ACTIONS[1:2]},
]
SECTIONS = [
    {"title": "Dal blog", "intro": "Storie, prove e scoperte di chi lavora qui."},
    {"title": LONG_NAME, "intro": ""},
]
COMPARED = [
    {
        "label": "In una riga",
        "segments": [
            {"kind": "same", "text": "Porto posta "},
            {"kind": "removed", "text": "e pacchi"},
            {"kind": "added", "text": "e persone"},
        ],
    }
]
OWNER_BAR = {
    "text_strong": "La tua pagina: pubblicata.",
    "text": "Le modifiche di ieri aspettano l’approvazione della redazione.",
    "edit_url": ADDRESS,
}


# The body ----------------------------------------------------------------------------------------------------


def body() -> dict[str, Any]:
    """Return the ``value`` of each block's template, by the name of the block."""
    picture = {"image": Photo(), "alt": "La facciata", "caption": "La facciata, di sera", "credit": "Disegno di prova"}
    document = Sample(url=ADDRESS, title="statuto", file_extension="pdf", get_file_size=182_000)
    return {
        "heading": {"text": "Un titolo nel testo"},
        "paragraph": "<p>Un paragrafo con <b>il grassetto</b>, <i>il corsivo</i> e "
        f'<a href="{ADDRESS}">un legame</a>.</p><ul><li>una voce</li><li>un’altra</li></ul>',
        "picture": picture,
        "gallery": {"items": [picture, picture, picture]},
        "quote": {"text": "Da vicino è una macchia, da lontano è il sorriso.", "attribution": "una bambina della 3ª B"},
        "callout": {"title": "Prima di chiedere un preventivo", "text": "<p>Dimmi tre cose: quante, su che carta.</p>"},
        "embed": {"video_id": "aaaaaaaaaaa", "title": "Come si accorda un pianoforte"},
        "document": {"document": document, "label": "Lo statuto"},
    }


def everything() -> dict[str, Any]:
    """Return the context of the page."""
    return {
        "page": Sample(
            url=ADDRESS, title="Stile", path="0", _trail=[Sample(url="/", title=""), Sample(url="/soci/", title="Soci")]
        ),
        "colours": [*tokens(r"light-dark\(#|#")],
        "steps": named("--step-")[::-1],
        "spaces": named("--space-"),
        "symbols": symbols(),
        "tiles": ["alessandra", "stefania", "venusia", "alberto", "mico", "ada"],
        "members": members(),
        "posts": posts(),
        "episodes": episodes(),
        "pillole": pillole(),
        "contributions": contributions("one"),
        "more": contributions("two"),
        "paginations": [pagination(1), pagination(6), pagination(12)],
        "filters": filters("", "closed"),
        "chosen_filters": filters("musica", "open"),
        "active": ACTIVE,
        "form": SampleForm(auto_id="new_%s"),
        "wrong_form": SampleForm({"name": "Ada", "email": "ada@"}, auto_id="wrong_%s"),
        "notices": messages(),
        "actions": ACTIONS,
        "states": STATES,
        "waiting": WAITING,
        "compared": COMPARED,
        "sections": SECTIONS,
        "owner_bar": OWNER_BAR,
        "show": Sample(show_name="Centoventuno in onda", station="Radio Portici", schedule="ogni giovedì alle 18:30"),
        "skills": Sample(
            skill_links=All(
                [Sample(tag=Sample(slug="vela", name="vela")), Sample(tag=Sample(slug="x", name=LONG_NAME))]
            )
        ),
        "body": body(),
        "long_name": LONG_NAME,
    }
