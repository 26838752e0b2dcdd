"""Break the site in one place at a time, and see that a test of the suite's short form finds it.

    python scripts/plant_faults.py [words of a fault's name]

Each fault stands for a heavy class of tests that has a short form in every run. It is planted in a checkout of HEAD in a
temporary folder, where the tests named run until the first that fails. Exit code 1 if one is not found, or if its place
in the code is gone: then the table below wants the new place.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Fault(NamedTuple):
    name: str
    file: str
    right: str  # stands there once
    wrong: str
    tests: str  # that find it


FAULTS = (
    Fault(
        "a member may ask for any address of the admin", "editorial/admin/access.py",
        "if is_member_only(user) and match.view_name not in member_url_names():",
        "if is_member_only(user) and match.view_name is None:",
        "tests/editorial/test_admin_urls.py",
    ),
    Fault(
        "the editor reads letters for a number", "editorial/admin/posted_values.py",
        "if not is_whole(str(text)):", "if text is None:",
        "tests/home/test_broken_posts.py",
    ),
    Fault(
        "a rich text of any shape is converted", "cms/content/content_state.py",
        "if state is not None and not _is_state(state):", "if state is None:",
        "tests/home/test_broken_posts.py",
    ),
    Fault(
        "half an emoji in a rich text is kept", "editorial/admin/posted_values.py",
        "return html and xml_text(html)", "return html and str(html)",
        "tests/home/test_characters.py",
    ),
    Fault(
        "control characters of a form are kept", "cms/http/characters.py",
        "request.POST = characters_of(request.POST)", "request.POST = request.POST",
        "tests/home/test_characters.py",
    ),
    Fault(
        "half an emoji of an older site is read", "editorial/admin/upstream_patches.py",
        "    StreamField.to_python = stream\n", "    _unused = stream\n",
        "tests/home/test_characters.py",
    ),
    Fault(
        "the page chooser lists others' drafts", "editorial/permissions/pages.py",
        "return pages.filter(Q(live=True) | Q(owner=user) | Q(depth=1))", "return pages",
        "tests/home/test_canary.py",
    ),
    Fault(
        "a bulk action lists files and drafts of others", "editorial/admin/upstream_patches.py",
        'return objects, {**refused, "items_with_no_access": seen}', "return objects, refused",
        "tests/editorial/test_bulk_actions.py",
    ),
    Fault(
        "a showcase that is closed is linked by whoever credits it", "profiles/querysets.py",
        "public = _showcases(member).visible().filter(", "public = _showcases(member).live().filter(",
        "tests/home/test_closed_showcase.py",
    ),
    Fault(
        "the office may change showcases", "editorial/roles.py",
        '(PROFILES_DESK, PROFILES, ("change", "lock", "unlock")),',
        '(PROFILES_DESK, PROFILES, ("change", "lock", "unlock")), (OFFICE, PROFILES, ("change",)),',
        "tests/editorial/test_matrix.py",
    ),
    Fault(
        "whoever asked for the publication reviews it", "editorial/models/tasks.py",
        "and user.pk not in (page.owner_id, requester)\n            and self.groups.filter(user=user.pk).exists()\n            and not (request and Approval.objects.of_senders(request).by(user).exists())",
        "and user.pk != page.owner_id\n            and self.groups.filter(user=user.pk).exists()",
        "tests/editorial/test_matrix.py",
    ),
    Fault(
        "a claim needs no reviewer", "editorial/review/claims.py",
        "if not item.is_reviewer(user):", "if not user.is_active:",
        "tests/editorial/test_matrix_http.py",
    ),
    Fault(
        "the text may change between reading and yes", "editorial/review/state.py",
        "if seen_digest != self.digest:", "if not seen_digest:",
        "tests/home/test_refusals_blog.py",
    ),
    Fault(
        "a frozen revision is overwritten", "editorial/review/state.py",
        "return (\n        revision.approved_go_live_at is not None",
        "return False and (\n        revision.approved_go_live_at is not None",
        "tests/home/test_refusals_blog.py",
    ),
    Fault(
        "everybody's pictures may be chosen", "editorial/permissions/media.py",
        "return self.model._default_manager.filter(shared | own)", "return self.model._default_manager.all()",
        "tests/home/test_refusals_blog.py",
    ),
    Fault(
        "any member hears a recording that is on no page", "radio/views.py",
        'if user.has_perm("radio.add_radioaudio"):', "if user.is_active:",
        "tests/home/test_refusals_radio.py",
    ),
    Fault(
        "any member keeps the list of consultants", "home/members_area/consultations.py",
        "if not keeps_pillole(request.user):", "if not request.user.is_active:",
        "tests/home/test_refusals_pillole.py",
    ),
    Fault(
        "Redazione may not begin a plain page", "editorial/roles.py",
        '(CHIEF, HOME, ("add", "change", "lock", "unlock")),', '(CHIEF, HOME, ("change", "lock", "unlock")),',
        "tests/home/test_refusals.py",
    ),
    Fault(
        "members are led to the office's screens", "templates/area/dashboard.html",
        "{% if is_office %}", "{% if user.is_active %}",
        "tests/home/test_walk.py",
    ),
    Fault(
        "the admin's API writes", "editorial/admin/access.py",
        'if "wagtailadmin_api" in match.namespaces:', 'if "no_such_api" in match.namespaces:',
        "tests/editorial/test_publication_paths.py",
    ),
    Fault(
        "a yes counts for a text that was not shown", "editorial/review/shown.py",
        "return constant_time_compare(seen.token, current.token)", "return bool(seen.token)",
        "tests/editorial/test_shown.py",
    ),
    Fault(
        "one person's yes suffices", "editorial/models/approval.py",
        "> 1 and any(", "> 0 and any(",
        "tests/editorial/test_fuzz.py",
    ),
    Fault(
        "the guests answer for a text that was changed after they were asked", "editorial/review/services.py",
        "if state and isinstance(state.task.specific, GuestTask):", "if state and not state.task:",
        "tests/editorial/test_fuzz.py",
    ),
    Fault(
        "the desk says the guest's yes", "editorial/consent/services.py",
        "elif user is not None and works_on(user, item):", "elif user is not None and user.is_superuser:",
        "tests/editorial/test_consent_by_hand.py",
    ),
    Fault(
        "a link is shown for a guest who is asked by mail", "editorial/consent/services.py",
        "    if person_of(consent_request, item).is_reachable:\n        raise ActionRefused(REACHABLE",
        "    if person_of(consent_request, item) is None:\n        raise ActionRefused(REACHABLE",
        "tests/editorial/test_consent_by_hand.py",
    ),
    Fault(
        "limits are off while Redis is away", "cms/cache.py",
        "if args and str(args[0]).startswith(LIMIT_KEYS)", "if not args and str(args[0]).startswith(LIMIT_KEYS)",
        "tests/cms/test_cache_limits.py",
    ),
    Fault(
        "a proxy that nobody declared is believed", "cms/settings/production.py",
        '"https") if TRUSTED_PROXY_COUNT else None', '"https")',
        "tests/cms/test_settings.py",
    ),
    Fault(
        "the demo's people do not send what they changed", "home/demo/acting.py",
        'rewrite(page, owner, **row["change"])\n            send(page, owner)', 'rewrite(page, owner, **row["change"])',
        "tests/home/test_demo.py",
    ),
    Fault(
        "who sends is not shown what others wrote", "editorial/review/services.py",
        "if not was_shown(seen, user, page, revision, request):", "if False:", "tests/editorial/test_shown.py",
    ),
    Fault(
        "the editor sends what others wrote at once", "editorial/admin/editor_conflicts.py",
        "if can_send and baseline_of(page, request.user).others_wrote:", "if False:",
        "tests/editorial/test_shown.py",
    ),
    Fault(
        "a reviewer's yes needs no screen", "editorial/review/services.py",
        "if not was_shown(seen, user, item.page, item.revision, item.state.workflow_state):", "if False:",
        "tests/editorial/test_shown.py",
    ),
    Fault(
        "saving over another person's words counts as having read them", "editorial/review/baseline.py",
        "if pk in approved or (own and not others):", "if pk in approved or own:", "tests/editorial/test_baseline.py",
    ),
    Fault(
        "a screen lists what the editor shows, and nothing else", "editorial/content/comparison.py",
        "if _has_changed(field, old, new, before is None)]",
        "if field.name in order and _has_changed(field, old, new, before is None)]",
        "tests/editorial/test_every_field_is_shown.py",
    ),
    Fault(
        "a reviewer cannot open what the text names", "editorial/admin/edit_hooks.py",
        "if may_open(user, document) or is_named_in(", "if is_named_in(", "tests/editorial/test_files.py",
    ),
    Fault(
        "whoever is logged in opens originals", "editorial/admin/originals.py",
        "image = usable_by(request.user, get_image_model()).filter(file=name).first()",
        "image = get_image_model().objects.filter(file=name).first() if request.user.is_authenticated else None",
        "tests/editorial/test_originals.py",
    ),
    Fault(
        "the view of sizes serves originals by a detour", "cms/http/media_views.py",
        '"original_documents", "original_images", ', '"original_documents", ',
        "tests/editorial/test_originals.py",
    ),
    Fault(
        "pictures that no form brings in keep their metadata", "cms/models.py",
        "    if file and not file._committed:", "    if False:", "tests/cms/test_cut_metadata.py",
    ),
    Fault(
        "a JPEG keeps the segments of its maker", "cms/images/containers.py",
        "# how the colours are coded\n    return b\"\"", "# how the colours are coded\n    return segment",
        "tests/cms/test_containers.py",
    ),
    Fault(
        "a picture of a waiting text may be deleted", "editorial/permissions/files.py",
        "if next(naming(instance, revisions_to_go_live()), None) is not None:", "if False:",
        "tests/editorial/test_files.py",
    ),
    Fault(
        "a yes is taken though a picture is gone", "editorial/content/named_objects.py",
        "if not issubclass(kind, Page):", "if issubclass(kind, Page):", "tests/editorial/test_files.py",
    ),
    Fault(
        "an older form overwrites a newer text", "editorial/admin/editor_conflicts.py",
        "if not others.exists():", "if others is not None:", "tests/editorial/test_editor_conflicts.py",
    ),
    Fault(
        "a category may be renamed between reading and yes", "editorial/review/shown.py",
        "names = names_fingerprint(page.specific_class, revision.content)", 'names = ""',
        "tests/editorial/test_shown.py",
    ),
    Fault(
        "an author's hidden page cannot be taken down", "editorial/publication/takedown.py",
        "hidden = not page.live and Takedown", "hidden = page.live and Takedown", "tests/editorial/test_takedown.py",
    ),
    Fault(
        "Redazione closes a page to the public", "editorial/permissions/pages.py",
        '(see roles.CLOSED_PAGE)."""\n        return False', '(see roles.CLOSED_PAGE)."""\n        return CHIEF in self.groups',
        "tests/editorial/test_matrix.py",
    ),
    Fault(
        "a page that was closed by hand stays closed after a new yes", "editorial/pages.py",
        "            open_to_everybody(self)\n", "", "tests/editorial/test_audience.py",
    ),
    Fault(
        "the crop of an agreed picture is changed", "editorial/receivers.py",
        "if next(naming(instance, frozen_revisions()), None) is not None:", "if False:", "tests/editorial/test_files.py",
    ),
    Fault(
        "a desk keeps the categories", "editorial/roles.py",
        '    (CHIEF, "blog.add_category"),\n    (CHIEF, "blog.change_category"),\n',
        '    *((desk, f"blog.{may}_category") for desk in (BLOG_DESK, CHIEF) for may in ("add", "change")),\n',
        "tests/editorial/test_house_rights.py",
    ),
    Fault(
        "an account that nobody has seen reviews", "editorial/models/tasks.py",
        "            and is_seen(user)\n", "",
        "tests/editorial/test_identity.py",
    ),
    Fault(
        "whoever invited a member reviews them", "editorial/models/tasks.py",
        "and not AccountSetup.objects.open().by_person(user).filter(user__in=people_behind(page, request)).exists()",
        "and user.is_active",
        "tests/editorial/test_password_links.py",
    ),
    Fault(
        "a link that was copied proves an address", "editorial/identity/password_links.py",
        "if link is not None and link.way == PasswordLink.Way.MAILED:", "if link is not None:",
        "tests/editorial/test_password_links.py",
    ),
    Fault(
        "who changed an account says «Visto» of it", "editorial/identity/services.py",
        "if any(change.by_number == user.pk for change in changes):", "if user.is_superuser:",
        "tests/editorial/test_identity.py",
    ),
    Fault(
        "an account that nobody has seen changes others", "editorial/identity/services.py",
        "(user.is_superuser or (is_chief_now(user) and is_seen(user)))", "(user.is_superuser or is_chief_now(user))",
        "tests/editorial/test_identity.py",
    ),
    Fault(
        "Wagtail's screens for accounts are open", "editorial/admin/access.py",
        'frozenset({"wagtailusers_groups", "wagtailusers_users", ', 'frozenset({"wagtailusers_groups", ',
        "tests/editorial/test_accounts.py",
    ),
    Fault(
        "the doctor asks for no guest's yes", "editorial/audit/live_pages.py",
        "if tree is not None and not is_skeleton:", "if tree is None and not is_skeleton:",
        "tests/editorial/test_health_people.py",
    ),
)  # fmt: skip


def planted(fault: Fault, checkout: Path) -> bool:
    """Write the fault into the checkout; False where its right line does not stand there exactly once."""
    file = checkout / fault.file
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if text.count(fault.right) != 1:
        return False
    file.write_text(text.replace(fault.right, fault.wrong), encoding="utf-8")
    return True


def is_found(fault: Fault, checkout: Path) -> bool:
    """Run the tests that should find it; they have to fail, and not by failing to start."""
    tests = [sys.executable, "-m", "pytest", "-q", "-x", "--tb=no", "-p", "no:cacheprovider", *fault.tests.split()]
    environment = os.environ | {"TEST_SQLITE": str(checkout / "var" / "planted.sqlite3")}
    done = subprocess.run(tests, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    return done.returncode == 1 and re.search(r"[1-9]\d* failed", done.stdout) is not None


def main(words: str) -> int:
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "checkout"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(checkout)], check=True)
        (checkout / "var").mkdir()
        shutil.copytree(ROOT / "var" / "tests", checkout / "var" / "tests", dirs_exist_ok=True)
        for fault in (fault for fault in FAULTS if words in fault.name):
            subprocess.run(["git", "checkout", "-q", "."], cwd=checkout, check=True)
            answer = (
                "NO SUCH PLACE" if not planted(fault, checkout) else "found" if is_found(fault, checkout) else "LOST"
            )
            lost += answer != "found"
            print(f"{answer:14} {fault.name} ({fault.tests})", flush=True)
    return int(lost > 0)


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
