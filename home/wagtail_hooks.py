"""Registration only; the logic is in the modules beside this one."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .demo.marks import LOADED
from .help_menu import arrange_help_menu

hooks.register("construct_help_menu", arrange_help_menu)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    words = "Sito di prova caricato"
    actions.register_action(LOADED, words, words)
