"""The chooser of recordings in the editor, with its upload. It is open to the radio's desk alone."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import chooser as stock
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from .forms import AudioFilterForm, AudioUploadForm
from .models import RadioAudio

PERMISSION = "radio.add_radioaudio"


def is_primary_key(pk: str) -> bool:
    """Whether the text is a number that the database can hold. Wagtail answers 500 to letters."""
    return pk.isascii() and pk.isdigit() and len(pk) <= 18


class DeskOnly:
    """Refuses every view of the chooser to others: Wagtail checks rights only where something is created, and the
    names of recordings are not public either."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied("Gli audio sono della redazione della radio.")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class AudioColumns:
    filter_form_class = AudioFilterForm

    def get_object_list(self) -> Any:
        return RadioAudio.objects.newest()

    @property
    def columns(self) -> list[Column]:
        title = self.title_column  # type: ignore[attr-defined]
        title.label, title.accessor = "Nome del file", "original_name"
        return [
            title,
            Column("clock", label="Durata"),
            Column("size_words", label="Peso"),
            DateColumn("uploaded_at", label="Caricato"),
        ]


class ListenLink:
    """Makes the «edit» link of a chosen recording lead to its sound."""

    def get_edit_item_url(self, instance: RadioAudio) -> str:
        return instance.url


class ChooseView(DeskOnly, AudioColumns, stock.ChooseView):
    pass


class ChooseResultsView(DeskOnly, AudioColumns, stock.ChooseResultsView):
    pass


class ChosenView(DeskOnly, ListenLink, stock.ChosenView):
    def get_object(self, pk: str) -> RadioAudio:
        if not is_primary_key(pk):
            raise RadioAudio.DoesNotExist
        return super().get_object(pk)


class ChosenMultipleView(DeskOnly, ListenLink, stock.ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> Any:
        return super().get_objects([pk for pk in pks if is_primary_key(pk)])


class CreateView(DeskOnly, ListenLink, stock.CreateView):
    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Store the recording of a valid form. What is wrong with a file shows only when it is read."""
        self.form = self.get_creation_form()
        recording = self.form.store(request.user) if self.form.is_valid() else None
        return self.get_chosen_response(recording) if recording else self.get_reshow_creation_form_response()


class AudioWidget(BaseChooser):
    show_edit_link = True  # hidden for other models (editorial.admin.upstream_patches); here it leads to the sound

    def get_instance(self, value: Any) -> RadioAudio | None:
        try:
            return super().get_instance(value)
        except ValueError:  # letters in a POST made by hand: the field then reports them
            return None

    def get_value_data_from_instance(self, instance: RadioAudio) -> dict[str, Any]:
        return {**super().get_value_data_from_instance(instance), "edit_url": instance.url}


class AudioChooserViewSet(ChooserViewSet):
    model = RadioAudio
    icon = "media"
    choose_one_text = "Scegli o carica un audio"
    choose_another_text = "Scegli un altro audio"
    edit_item_text = "Ascolta"
    search_tab_label = "Audio già caricati"
    create_action_label = "Carica"
    create_action_clicked_label = "Sto caricando…"
    creation_form_class = AudioUploadForm
    base_widget_class = AudioWidget
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateView


# settings.LARGE_BODIES names the URL that the upload is sent to.
audio_chooser = AudioChooserViewSet("radio_audio_chooser", url_prefix="radio/audio")
