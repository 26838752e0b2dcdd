from types import SimpleNamespace

import pytest

from editorial.models.approval import has_quorum


def said(*people: tuple[int, bool]):
    return [SimpleNamespace(user_number=number, as_reviewer=reviewer) for number, reviewer in people]


@pytest.mark.parametrize(
    "yeses, enough",
    [
        ([], False),
        ([(1, False)], False),
        ([(1, True)], False),
        ([(1, False), (2, False)], False),
        ([(1, True), (1, False)], False),
        ([(1, False), (2, True)], True),
        ([(1, True), (2, True)], True),
        ([(1, False), (2, False), (3, True)], True),
    ],
)
def test_two_people_one_of_them_a_reviewer(yeses, enough):
    assert has_quorum(said(*yeses)) is enough
