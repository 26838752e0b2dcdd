"""Areas, professions and places that members choose from. Provisioning loads them; Redazione edits them."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet


@register_snippet
class Area(models.Model):
    name = models.CharField("nome", max_length=80, unique=True)
    slug = models.SlugField("indirizzo", max_length=80, unique=True)
    sort_order = models.PositiveSmallIntegerField("ordine", default=0)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("sort_order")]

    class Meta:
        verbose_name = "area"
        verbose_name_plural = "aree"
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


@register_snippet
class Profession(models.Model):
    """A profession in both gender forms, with the other words by which people look for it."""

    feminine = models.CharField("al femminile", max_length=80)
    masculine = models.CharField("al maschile", max_length=80)
    slug = models.SlugField("indirizzo", max_length=80, unique=True)
    synonyms = models.TextField(
        "altre parole", blank=True, help_text="Separate da virgole: le parole con cui la gente la cerca."
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="professions", verbose_name="area")

    panels = [
        FieldPanel("feminine"),
        FieldPanel("masculine"),
        FieldPanel("slug"),
        FieldPanel("synonyms"),
        FieldPanel("area"),
    ]

    class Meta:
        verbose_name = "professione"
        verbose_name_plural = "professioni"
        ordering = ["feminine"]

    def __str__(self) -> str:
        return self.both

    def printed_names(self) -> list[str]:
        """Return the names that a showcase prints of it."""
        return [self.feminine, self.masculine, self.area.name]

    @property
    def both(self) -> str:
        """Both forms («fotografa / fotografo»), or the one where they are the same."""
        return self.feminine if self.feminine == self.masculine else f"{self.feminine} / {self.masculine}"

    def in_gender(self, address_as: str) -> str:
        forms = {"socia": self.feminine, "socio": self.masculine}
        return forms.get(address_as, self.both)

    @property
    def words(self) -> list[str]:
        return [
            self.feminine,
            self.masculine,
            *(word.strip() for word in self.synonyms.split(",") if word.strip()),
        ]


@register_snippet
class Place(models.Model):
    name = models.CharField("nome", max_length=80, unique=True)
    slug = models.SlugField("indirizzo", max_length=80, unique=True)
    province = models.CharField("provincia", max_length=2, help_text="La sigla: AL, AT, TO…")

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("province")]

    class Meta:
        verbose_name = "luogo"
        verbose_name_plural = "luoghi"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
