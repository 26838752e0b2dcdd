"""The form in which a guest asks for changes."""

from django import forms


class GuestForm(forms.Form):
    """What somebody asks to change in a page that is about them."""

    comment = forms.CharField(
        label="Che cosa cambieresti",
        help_text="Bastano poche parole: un nome sbagliato, una frase che non dici così.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Scrivi che cosa cambieresti, così la redazione sa dove guardare."},
    )
