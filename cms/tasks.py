"""The old address of the picture tasks: rows queued by the release before name it. To be deleted with the next one."""

from .images.tasks import make_pictures

__all__ = ["make_pictures"]
