"""What a person knows of a text: their own words and what they said yes to, never what an editor merely held."""

from wagtail.models import Revision

from editorial.review.baseline import LIVE, NOTHING, OWN, baseline_of, baselines_of
from tests.support.moderation import ask, create, edit, fresh, last, seen_by, sent, yes

REASON = "manca una data, per favore"


def known(page, user) -> tuple[str, str | None, list[str]]:
    """Kind; the body that is known; names of the others who wrote since."""
    found = baseline_of(fresh(page), user)
    content = found.content(fresh(page))
    names = Revision.objects.filter(user__in=found.writers).values_list("user__first_name", flat=True)
    return found.kind, content and content["body"], sorted({*names}) + ["nobody"] * (None in found.writers)


def test_ones_own_draft_is_known(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    edit(newsroom.anna, page, "due")
    assert known(page, newsroom.anna) == (OWN, "due", [])
    assert known(page, newsroom.r1) == (NOTHING, None, ["anna"])


def test_saving_over_another_persons_words_is_no_proof_of_having_read_them(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "di r1")
    assert known(page, newsroom.anna) == (OWN, "uno", ["r1"])
    edit(newsroom.anna, page, "di r1, e di anna")
    assert known(page, newsroom.anna) == (OWN, "uno", ["r1"])
    edit(newsroom.ed, page, "di tutti")
    assert known(page, newsroom.anna) == (OWN, "uno", ["ed", "r1"])


def test_a_yes_makes_it_known_and_what_follows_of_ones_own(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    assert known(page, newsroom.r1) == (NOTHING, None, ["anna"])
    yes(newsroom.r1, page)
    assert known(page, newsroom.r1) == (OWN, "corretto", [])
    edit(newsroom.r1, page, "ricorretto")
    assert known(page, newsroom.r1) == (OWN, "ricorretto", [])
    assert known(page, newsroom.anna) == (OWN, "uno", ["r1"])


def test_sending_is_such_a_yes(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "di r1")
    edit(newsroom.anna, page, **{"action-submit": "1"})
    assert known(page, newsroom.anna) == (OWN, "di r1", [])
    ask(newsroom.r2, page, REASON)
    assert known(page, newsroom.r2) == (NOTHING, None, ["anna", "r1"])


def test_without_a_text_of_ones_own_it_is_what_is_live(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    assert known(page, newsroom.r2) == (LIVE, "uno", [])
    edit(newsroom.r2, page, "di r2")
    assert known(page, newsroom.r2) == (LIVE, "uno", [])
    edit(newsroom.anna, page, "di anna")
    assert known(page, newsroom.r2) == (LIVE, "uno", ["anna"])
    assert known(page, newsroom.anna) == (OWN, "uno", ["r2"])


def test_what_went_live_without_the_author_is_not_known_to_them(newsroom):
    """Two of the desk agreed to what one of them had corrected."""
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "della redazione")
    yes(newsroom.r1, page)
    yes(newsroom.r2, page)
    edit(newsroom.anna, page, "della redazione e mio")
    assert known(page, newsroom.anna) == (OWN, "uno", ["r1"])


def test_the_words_of_an_account_that_is_gone_are_somebodys(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "di r1")
    Revision.objects.filter(user=newsroom.r1).update(user=None)
    assert known(page, newsroom.anna) == (OWN, "uno", ["nobody"])


def test_words_whose_revision_was_purged_stay_somebodys(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "di r1")
    edit(newsroom.anna, page, "di r1, e di anna")
    page.revisions.exclude(pk=last(page).pk).delete()
    assert known(page, newsroom.anna) == (NOTHING, None, ["nobody"])


def test_of_many_pages_as_of_one(newsroom, django_assert_num_queries):
    pages = [create(newsroom.anna, newsroom.blog, f"T{number}") for number in range(3)]
    edit(newsroom.r1, pages[1], "di r1")
    with django_assert_num_queries(3):
        found = baselines_of([fresh_one for fresh_one in pages], newsroom.anna)
    assert [found[page.pk].others_wrote for page in pages] == [False, True, False]
    assert found[pages[1].pk] == baseline_of(pages[1], newsroom.anna)


def test_a_token_is_of_the_baseline_too(newsroom):
    """The same text, compared with another one: what the screen showed was another list."""
    page = sent(newsroom.anna, newsroom.blog)
    before = seen_by(newsroom.r1, page)
    edit(newsroom.r1, page, "due")
    yes(newsroom.r1, page)
    edit(newsroom.r2, page, "uno")
    now = seen_by(newsroom.r1, page)
    assert before.digest == now.digest and before.token != now.token
