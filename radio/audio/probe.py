"""Find out what an uploaded audio file is, from its content alone: MP3 or M4A, and how long it lasts.

Neither the file's name nor the media type that the browser sends is trusted. The file is read in pieces: memory is
bounded and time grows with the size, whatever the content. Nothing but NotAudio is raised.
"""

from dataclasses import dataclass
from typing import IO, Literal

from . import mp3, mp4
from .errors import EMPTY, TOO_SHORT, NotAudio

Kind = Literal["mp3", "m4a"]

MIN_MILLISECONDS = 1000


@dataclass(frozen=True)
class AudioInfo:
    kind: Kind
    milliseconds: int


def probe(file: IO[bytes]) -> AudioInfo:
    """Return kind and duration. The file's position is anywhere afterwards.

    Raises NotAudio for a file that is empty, cut off, shorter than a second, a video, or nothing that we can play.
    """
    size = file.seek(0, 2)
    if not size:
        raise NotAudio(EMPTY)
    file.seek(0)
    head = file.read(12)
    if head[4:8] == b"ftyp":
        info = AudioInfo("m4a", mp4.duration(file, size))
    else:
        info = AudioInfo("mp3", mp3.duration(file, size))
    if info.milliseconds < MIN_MILLISECONDS:
        raise NotAudio(TOO_SHORT)
    return info
