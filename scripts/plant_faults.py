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
        "the page chooser lists others' drafts", "editorial/permissions/pages.py",
        "return pages.filter(Q(live=True) | Q(owner=user) | Q(depth=1))", "return pages",
        "tests/home/test_canary.py",
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
        "a yes counts for a text that was not seen", "editorial/review/services.py",
        "    item.require_current(seen_digest, user)\n    if not item.can_approve", "    if not item.can_approve",
        "tests/editorial/test_fuzz.py",
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
        "the demo's people do not send what they changed", "home/demo/acting.py",
        'rewrite(page, owner, **row["change"])\n            send(page, owner)', 'rewrite(page, owner, **row["change"])',
        "tests/home/test_demo.py",
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
