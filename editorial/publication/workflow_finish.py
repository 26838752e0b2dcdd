"""What a workflow does when its last step is passed: named by WAGTAIL_FINISH_WORKFLOW_ACTION.

A module of its own, because wagtail.models imports it while it is itself still loading: it imports nothing at its top.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from cms.users.models import User


def finish(request: "WorkflowState", user: "User | None" = None) -> None:
    """Publish (or schedule) what was agreed to. Raises ActionRefused as publish_if_approved()."""
    from .gate import publish_if_approved  # noqa: PLC0415 - wagtail.models is loading while this is

    publish_if_approved(request, user)
