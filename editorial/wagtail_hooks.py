"""Registers the hooks of the admin. What they do is in ``editorial.admin`` and ``editorial.desk``."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .admin import action_menu, edit_hooks, home_panels, log_actions, menus
from .desk import consent_views, queue_views, send_views, views
from .identity import views as identity_views
from .permissions.groups import is_chief, sees_health, sits_in_a_desk


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return [
        path("da-leggere/", queue_views.queue, name="editorial_queue"),
        path("lettura/<int:task_state_id>/", views.reading, name="editorial_reading"),
        path("lettura/<int:task_state_id>/testo/", views.text, name="editorial_text"),
        path("lettura/<int:task_state_id>/si/", views.approve, name="editorial_approve"),
        path("lettura/<int:task_state_id>/chiedi/", views.request_changes, name="editorial_request_changes"),
        path("ospiti/<int:consent_request_id>/promemoria/", consent_views.remind, name="editorial_remind"),
        path("ospiti/<int:consent_request_id>/link/", consent_views.hand_over, name="editorial_hand_over"),
        path("ospiti/<int:consent_request_id>/senza-risposta/", consent_views.waive, name="editorial_waive"),
        path("ospiti/<int:consent_request_id>/consenso/", consent_views.consent, name="editorial_consent"),
        path("lettura/<int:task_state_id>/prendi/", queue_views.claim, name="editorial_claim"),
        path("lettura/<int:task_state_id>/rilascia/", queue_views.release, name="editorial_release"),
        path("pagine/<int:page_id>/storia/", views.history, name="editorial_history"),
        path("pagine/<int:page_id>/manda/", send_views.send_for, name="editorial_send_for"),
        path("salute/", views.health, name="editorial_doctor"),
        path("salute/posta/<int:mail_id>/vista/", views.mail_seen, name="editorial_mail_seen"),
        path("pagine/<int:page_id>/togli/", views.take_down, name="editorial_take_down"),
        path("pagine/<int:page_id>/rimetti/", views.bring_back, name="editorial_bring_back"),
        path("chi-e-chi/", identity_views.accounts, name="editorial_accounts"),
        path("chi-e-chi/nuovo/", identity_views.new_account, name="editorial_new_account"),
        path("chi-e-chi/letto/", identity_views.list_read, name="editorial_list_read"),
        path("chi-e-chi/<int:user_id>/", identity_views.account, name="editorial_account"),
        path("chi-e-chi/<int:user_id>/visto/", identity_views.seen, name="editorial_seen"),
        path("chi-e-chi/<int:user_id>/link/", identity_views.mail_password_link, name="editorial_mail_password_link"),
        path("indirizzi/", identity_views.reply_addresses, name="editorial_reply_addresses"),
    ]


hooks.register("before_edit_page", edit_hooks.before_saving)
hooks.register("before_convert_alias_page", edit_hooks.refuse_to_convert)
hooks.register("after_edit_page", edit_hooks.what_happens_next)
hooks.register("construct_page_action_menu", action_menu.arrange_action_menu)
hooks.register("construct_main_menu", menus.arrange_main_menu)
hooks.register("construct_settings_menu", menus.arrange_settings_menu)
hooks.register("construct_search", menus.arrange_search_areas)
hooks.register("construct_homepage_panels", home_panels.arrange_home)
hooks.register("construct_page_chooser_queryset", edit_hooks.choosable_pages)
hooks.register("construct_explorer_page_queryset", edit_hooks.explorable_pages)
hooks.register("before_serve_document", edit_hooks.refuse_private_document)
hooks.register("register_log_actions", log_actions.register)
for item in action_menu.ACTION_MENU_ITEMS:
    hooks.register("register_page_action_menu_item", item)


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    return QueueMenuItem("Coda di redazione", reverse("editorial_queue"), name="queue", icon_name="view", order=10)


class QueueMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sits_in_a_desk(request.user)


@hooks.register("register_admin_menu_item")
def health_menu_item() -> MenuItem:
    return HealthMenuItem(
        "Stato di salute", reverse("editorial_doctor"), name="health", icon_name="clipboard-list", order=900
    )


class HealthMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sees_health(request.user)


@hooks.register("register_admin_menu_item")
def accounts_menu_item() -> MenuItem:
    return HealthMenuItem("Chi è chi", reverse("editorial_accounts"), name="accounts", icon_name="group", order=890)


@hooks.register("register_settings_menu_item")
def reply_addresses_menu_item() -> MenuItem:
    return ChiefMenuItem(
        "Indirizzi delle redazioni", reverse("editorial_reply_addresses"), name="reply-addresses", icon_name="mail"
    )


class ChiefMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_chief(request.user)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def admin_js() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/admin.js"))
