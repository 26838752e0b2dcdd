"""The sections of the home page. ``get_context()`` of each section's block reads what it shows."""

from typing import Any

from wagtail import blocks

from blog.models import BlogPage
from cms.content.blocks import RICH_TEXT
from pillole.models import PillolaPage
from profiles.models import ProfilePage
from radio.models import EpisodePage


class IntroducedSection(blocks.StructBlock):
    title = blocks.CharBlock(label="Titolo", max_length=80)
    intro = blocks.CharBlock(label="Presentazione", required=False, max_length=200)


class SearchSection(blocks.StructBlock):
    title = blocks.CharBlock(label="Titolo", max_length=80)
    placeholder = blocks.CharBlock(label="Esempio nella casella", required=False, max_length=80)
    suggestions = blocks.ListBlock(blocks.CharBlock(max_length=40), label="Spesso cercati", max_num=8)

    class Meta:
        label = "Ricerca"
        icon = "search"
        template = "home/sections/search_section.html"


class MembersSection(IntroducedSection):
    count = blocks.IntegerBlock(label="Quante vetrine", min_value=2, max_value=12, default=6)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        newest = ProfilePage.objects.visible().newest().as_cards()[: value["count"]]
        return {**super().get_context(value, parent_context), "profiles": list(newest)}

    class Meta:
        label = "Vetrine appena pubblicate"
        icon = "group"
        template = "home/sections/members_section.html"


class PostsSection(IntroducedSection):
    count = blocks.IntegerBlock(label="Quanti articoli", min_value=1, max_value=9, default=3)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        newest = BlogPage.objects.visible().newest().as_cards()[: value["count"]]
        return {**super().get_context(value, parent_context), "posts": list(newest)}

    class Meta:
        label = "Ultimi articoli"
        icon = "doc-full"
        template = "home/sections/posts_section.html"


class EpisodesSection(IntroducedSection):
    count = blocks.IntegerBlock(label="Quante puntate", min_value=1, max_value=9, default=3)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        newest = EpisodePage.objects.visible().newest().as_rows()[: value["count"]]
        return {**super().get_context(value, parent_context), "episodes": list(newest)}

    class Meta:
        label = "Ultime puntate alla radio"
        icon = "media"
        template = "home/sections/episodes_section.html"


class PilloleSection(IntroducedSection):
    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        pillole = PillolaPage.objects.visible().in_topic_order().as_cards()
        return {**super().get_context(value, parent_context), "pillole": list(pillole)}

    class Meta:
        label = "Pillole di Business"
        icon = "pick"
        template = "home/sections/pillole_section.html"


class AreasSection(IntroducedSection):
    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        areas = list(ProfilePage.objects.visible().areas_in_use())
        return {**super().get_context(value, parent_context), "areas": areas}

    class Meta:
        label = "Aree"
        icon = "list-ul"
        template = "home/sections/areas_section.html"


class FactBlock(blocks.StructBlock):
    figure = blocks.CharBlock(label="Numero", max_length=12)
    text = blocks.CharBlock(label="Che cosa conta", max_length=160)


class FactsSection(IntroducedSection):
    items = blocks.ListBlock(FactBlock(), label="Numeri", min_num=1, max_num=6)

    class Meta:
        label = "Numeri"
        icon = "order"
        template = "home/sections/facts_section.html"


class TextSection(blocks.StructBlock):
    title = blocks.CharBlock(label="Titolo", max_length=80)
    body = blocks.RichTextBlock(label="Testo", features=RICH_TEXT)

    class Meta:
        label = "Testo"
        icon = "pilcrow"
        template = "home/sections/text_section.html"


class CallToActionSection(blocks.StructBlock):
    title = blocks.CharBlock(label="Titolo", max_length=80)
    text = blocks.CharBlock(label="Testo", required=False, max_length=240)
    button_label = blocks.CharBlock(label="Pulsante", max_length=40)
    button_page = blocks.PageChooserBlock(label="Dove porta")

    class Meta:
        label = "Invito"
        icon = "redirect"
        template = "home/sections/call_to_action_section.html"


class HomeStreamBlock(blocks.StreamBlock):
    search = SearchSection()
    members = MembersSection()
    posts = PostsSection()
    episodes = EpisodesSection()
    pillole = PilloleSection()
    areas = AreasSection()
    facts = FactsSection()
    text = TextSection()
    call_to_action = CallToActionSection()

    class Meta:
        max_num = 20
