"""The matrix over HTTP: what each role is answered, for each ownership, state and action."""

from functools import cache
from itertools import product
from typing import Any

from .matrix import ASKED, lines, states_of

# One desk stands for the others, a member for a consultant, the blog for the other trees; only showcases are hidden,
# and only an episode waits for a guest.
ROLES = ("visitor", "member", "blog", "radio", "redazione", "segreteria", "superuser")
READS = ("see", "provenance", "own_text", "read", "text")
SOCI = ("hide", "author_back", "take_down", "bring_back")
SOCI_STATES = ["live", "newer", "update", "hidden", "down"]
# What says the same in other states is not asked for there, and in memory Redazione's own page is as a desk's own.
SOME = ["draft", "fixed", "update", "timed", "down"]
WRITES = ["draft", "fixed", "asked", "newer", "update", "timed", "down"]
ANYWHERE = (*READS[:3], "copy", "publish", "unpublish", "stock_unpublish", "restrict", "unschedule")
FEWER = dict.fromkeys(("save", "submit"), WRITES) | dict.fromkeys(ANYWHERE, SOME)
GUESTS = ("remind", "hand_over", "waive")
RADIO = (
    *READS, "yes", "ask", "claim", "release", *GUESTS, "save", "submit", "send", "withdraw", "agree", "take_down",
)  # fmt: skip
HOLDS = ("own", "asker", "other")

# Who is refused: led to the login, to their own side of the site (302), or told no. Whose address it is decides.
REFUSED = {
    "page": {"visitor": "in", "member": 403, "radio": 403, "segreteria": 302, "": 302},
    "desk": {"visitor": "in", "member": 403, "radio": 302, "segreteria": 302, "": 302},
    "gone": {"visitor": "in", "member": 404, "radio": 404, "segreteria": 302, "": 404},
    "area": {"visitor": "in", "member": 403, "radio": 403, "segreteria": 403, "": 403},
}
# An x: done, with the status that the heading gives. A number: nothing is written, and it answers so where the
# refusals above are not what happens. A dot leaves it to the line before, or to REFUSED. ``readers`` here are the
# tree's desk and Redazione (for a showcase Redazione alone); ``staff`` everybody who has any business in the admin.
# What is unlocked or released another of Redazione holds.
TABLE = """
                                          draft waits fixed asked live newer update timed hidden down guest
see 200 page
  own    member                             x     x     x     x    x     x     x      x     x     x    x
  any    readers superuser                  x     x     x     x    x     x     x      x     x     x    x
provenance 200 page
  any    readers superuser                  x     x     x     x    x     x     x      x     x     x    x
own_text 200 area
  own    everybody                          x     x     x     x    x     x     x      x     x     x    x
read text 200 desk
  any    staff                             404    .     .     .    .     .     .      .     .     .    .
  other  readers                            .     x     x     .    .     .     x      .     .     .    x
yes 302 desk
  any    staff                             404    .     .     .    .     .     .      .     .     .    .
  other  readers                            .     x     x     .    .     .     x      .     .     .    .
  own    readers radio superuser            .     .     x     .    .     .     .      .     .     .    .
ask 302 desk
  any    staff                             404    .     .     .    .     .     .      .     .     .    .
  other  readers                            .     x     x     .    .     .     x      .     .     .    .
claim 302 desk
  any    staff                             404    .     .     .    .     .     .      .     .     .    .
  other  readers                            .     x     x     .    .     .     x      .     .     .    x
release 302 desk
  any    staff                             404    .     .     .    .     .     .      .     .     .    .
  other  redazione                          .     x     x     .    .     .     x      .     .     .    x
remind waive 302 desk in radio
  other  readers                            .     .     .     .    .     .     .      .     .     .    x
hand_over 200 desk in radio
  other  readers                            .     .     .     .    .     .     .      .     .     .    x
save 200 page
  own    member                             x    400   400    x    x     x    400    400    x     x   400
  own    readers                            x    400   400    x    x     x    400    400    x     x   400
  asker  readers                            .    400   400    x    .     .    400     .     .     .   400
  other  readers                            x     x     x     x    x     x     x     400    x     x    x
  any    superuser                          x    400   400    x    x     x    400    400    x     x   400
submit 302 page
  own    member                             x    200   200    x    x     x    200    200    x     x   200
  own    readers                            x    200   200    x    x     x    200    200    x     x   200
  asker  readers                            .    200   200    x    .     .    200     .     .     .   200
  other  readers                            x     .     .     x    x     x     .     200    x     x    .
  any    superuser                          x    200   200    x    x     x    200    200    x     x   200
publish unpublish 302 desk
stock_unpublish restrict 302 gone
send 302 area
  own    everybody                          x    302   302    x   302    x    302    302    x     x   302
withdraw 302 area
  own    everybody                         302    x     x    302  302   302    x     302   302   302    x
agree 302 area
  own    everybody                         302   302    x    302  302   302   302    302   302   302   302
hide 302 area
  own    everybody                         302   302   302   302  302   302   302    302   302   302    .
hide 302 area in soci
  own    everybody                          .     .     .     .    x     x     x      .    302   302    .
author_back 302 area
  own    everybody                         302   302   302   302  302   302   302    302    x    302    .
take_down 302 desk
  other  readers                            .     .     .     .    x     x     x      .     x     .    .
  asker  readers                            .     .     .     .    .     .     x      .     .     .    .
bring_back 302 desk
  other  readers                            .     .     .     .    .     .     .      .     x     x    .
lock unlock 302 page
  own    readers                            x     .     .     x    x     x     .      x     x     x    .
  asker  readers                            .     .     .     x    .     .     .      .     .     .    .
  other  readers                            x     x     x     x    x     x     x      x     x     x    .
  any    superuser                          x     x     x     x    x     x     x      x     x     x    .
delete 302 page
  own    readers                            x     .     .     .    .     .     .      x     .     .    .
  own    superuser                          x     .     .     .    .     .     .      x     .     x    .
move 302 page
  any    readers superuser                  x     .     .     .    .     .     .      .     .     .    .
copy 302 page
  any    readers superuser                  x     x     x     x    x     x     x      x     x     x    .
unschedule 302 page
  any    redazione                          x     x     x     x    x     x     x      x     x     x    .
"""
Cells = dict[tuple[str, ...], Any]


def roles_of(words: list[str], tree: str) -> list[str]:
    groups = {
        "readers": ["redazione"] if tree == "soci" else [tree, "redazione"],
        "staff": ["blog", "radio", "redazione", "superuser"],
        "everybody": [role for role in ROLES if role != "visitor"],
    }
    return [role for word in words for role in groups.get(word, [word])]


def wanted() -> Cells:
    """(action, tree, hold, role, state) → a number or «in», and «done» before it where it is done."""
    (columns, _none), *rest = lines(TABLE)
    cells: Cells = {}
    for words, marks in rest:
        if not marks:
            heading, _in, limits = " ".join(words).partition(" in ")
            *actions, status, kind = heading.split()
            trees = limits.split() or ["blog", "soci", "radio"]
            for action, tree in product(actions, trees):
                cells |= {(action, *cell): refusal(kind, cell[0], cell[2]) for cell in asked_of(tree, action)}
            continue
        for tree, action, role in ((t, a, r) for t in trees for a in actions for r in roles_of(words[1:], t)):
            for state, mark in zip(columns, marks, strict=True):
                for hold in HOLDS if words[0] == "any" else words[:1]:
                    cell = (action, tree, hold, role, state)
                    if mark != "." and cell in cells:
                        cells[cell] = f"done {status}" if mark == "x" else mark
    return cells


def refusal(kind: str, tree: str, role: str) -> str:
    if tree == "radio":  # whose desk is the other's outsider
        role = {"blog": "radio", "radio": "blog"}.get(role, role)
    return str(REFUSED[kind].get(role, REFUSED[kind][""]))


@cache
def asked_of(tree: str, action: str) -> list[tuple[str, ...]]:
    """(tree, hold, role, state): what is asked for over HTTP."""
    if (tree == "soci" and action not in SOCI) or (tree == "radio" and action not in RADIO):
        return []
    if tree == "blog" and action in GUESTS:
        return []
    states = {"soci": SOCI_STATES, "radio": ["guest"]}.get(tree) or FEWER.get(action) or states_of(tree)
    cells = [
        (tree, hold, role, state)
        for state, hold, role in product(states, HOLDS, ROLES)
        if not (hold != "other" and role == "visitor")
        and not (hold != "other" and role == "redazione" and tree == "blog")
        and not (hold == "asker" and (state not in ASKED or role not in roles_of(["readers"], tree)))
    ]
    return cells
