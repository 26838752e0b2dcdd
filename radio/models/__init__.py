from .episodes import RESERVED_SLUGS, EpisodeGuest, EpisodeNumber, EpisodePage, GuestContact
from .recordings import MEDIA_TYPES, AudioKind, RadioAudio, audio_path
from .show import RadioIndexPage, Weekday

__all__ = [
    "MEDIA_TYPES",
    "RESERVED_SLUGS",
    "AudioKind",
    "EpisodeGuest",
    "EpisodeNumber",
    "EpisodePage",
    "GuestContact",
    "RadioAudio",
    "RadioIndexPage",
    "Weekday",
    "audio_path",
]
