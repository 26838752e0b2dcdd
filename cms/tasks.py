"""The former path of the picture tasks, which rows queued by the previous release name. Delete it in the next one."""

from .images.tasks import make_pictures

__all__ = ["make_pictures"]
