"""Lists, with hidden pages beside the shown ones."""

from datetime import date

from pillole.models import Consultant, NotePage, PillolaPage
from pillole.querysets import consultants, possible_consultants
from tests.factories import pages as make
from tests.support.people import make_member


def titles(pages) -> list[str]:
    return [page.title for page in pages]


def test_only_what_is_on_the_site_is_visible(provisioned_site):
    shown, gone, draft = make.pillola("Mostrata"), make.pillola("Tolta"), make.pillola("Bozza", live=False)
    for above in (shown, gone, draft):
        make.note(f"Nota di {above.title}", below=above)
    make.note("Nota in bozza", below=shown, live=False)
    gone.unpublish()
    assert NotePage.objects.live().count() == 3
    assert titles(PillolaPage.objects.visible()) == ["Mostrata"]
    assert titles(NotePage.objects.visible()) == ["Nota di Mostrata"]


def test_pillole_stand_in_the_order_of_their_topics_then_titles(provisioned_site):
    for title, topic in (("Zeta", "fund-raising"), ("Beta", "start-up"), ("Alfa", "start-up"), ("Cara", "coaching")):
        make.pillola(title, topic=topic)
    assert titles(PillolaPage.objects.in_topic_order()) == ["Zeta", "Cara", "Alfa", "Beta"]


def test_notes_of_one_pillola_newest_first(provisioned_site):
    one, other = make.pillola("Una"), make.pillola("Altra")
    for title, day, above in (("Vecchia", 1, one), ("Nuova", 3, one), ("Media", 2, one), ("Di altri", 2, other)):
        make.note(title, below=above, date=date(2026, 5, day))
    make.note("Nuova di pari data", below=one, date=date(2026, 5, 3))
    assert titles(NotePage.objects.below(one).newest()) == ["Nuova di pari data", "Nuova", "Media", "Vecchia"]


def test_the_desk_offers_who_gives_consultations_and_whom_the_page_names(provisioned_site):
    ada, zoe = make.consultant("Ada Prova"), make.consultant("Zoe Prova", live=False)
    gone = make.consultant("Bea Smessa", active=False)
    make_member("Cia Socia")
    assert list(consultants()) == [ada.member, zoe.member]
    assert list(consultants(including=gone.member_id)) == [ada.member, gone.member, zoe.member]


def test_who_may_become_a_consultant_those_on_the_site_first(provisioned_site):
    make.consultant("Ada Prova"), make.consultant("Bea Smessa", active=False)
    make_member("Aba Bozza")
    make.showcase("Zoe Mostrata")
    assert [member.name for member in possible_consultants()] == ["Zoe Mostrata", "Aba Bozza"]


def test_the_desks_list_says_who_gives_consultations_first(provisioned_site):
    for name, active in (("Ada Smessa", False), ("Zoe Prova", True), ("Bea Prova", True)):
        make.consultant(name, active=active)
    rows = Consultant.objects.in_name_order()
    assert [row.member.name for row in rows] == ["Bea Prova", "Zoe Prova", "Ada Smessa"]
