import json

import pytest

from editorial.content.word_count import words, words_changed


def stream(*values: str, start: int = 0) -> str:
    blocks = [{"type": "text", "value": value, "id": f"id-{start + n}"} for n, value in enumerate(values)]
    return json.dumps(blocks)


@pytest.mark.parametrize(
    "content, expected",
    [
        ({}, []),
        ({"body": "due  parole\n"}, ["due", "parole"]),
        ({"body": "<p>Perch&eacute; <b>no</b></p><p>dopo</p>"}, ["Perché", "no", "dopo"]),
        ({"body": None, "picture": 7, "show": True}, ["7", "True"]),
        ({"b": "secondo", "a": "primo"}, ["primo", "secondo"]),
        ({"stream": stream("un blocco")}, ["text", "un", "blocco"]),
        ({"links": [{"pk": 3, "label": "sito"}]}, ["sito"]),
        ({"title": "[non è JSON"}, ["[non", "è", "JSON"]),
        ({"live": True, "latest_revision": 4, "owner": 2, "title": "T"}, ["T"]),
    ],
)
def test_words(content, expected):
    assert words(content) == expected


@pytest.mark.parametrize(
    "before, after, changed",
    [
        ("uno due tre", "uno due tre", 0),
        ("uno due tre", "uno DUE tre", 1),
        ("uno due tre", "uno tre", 1),
        ("uno tre", "uno due tre", 1),
        ("uno due tre", "quattro", 3),
        ("", "uno due", 2),
        ("a b c d e", "x b c d y", 2),
        ("uno uno uno", "uno uno", 1),
    ],
)
def test_a_word_put_in_taken_out_or_replaced_counts_once(before, after, changed):
    assert words_changed({"body": before}, {"body": after}) == changed
    assert words_changed({"body": after}, {"body": before}) == changed


def test_the_ids_of_blocks_and_children_are_no_words():
    before = {"stream": stream("a", "b"), "links": [{"pk": None, "label": "x"}]}
    after = {"stream": stream("a", "b", start=5), "links": [{"pk": 9, "label": "x"}]}
    assert words_changed(before, after) == 0


def test_a_picture_is_one_word():
    assert words_changed({"photo": 1, "body": "uno"}, {"photo": 2, "body": "uno"}) == 1
