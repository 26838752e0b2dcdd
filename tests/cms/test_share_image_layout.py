"""Where the words of a share picture stand."""

import pytest

from cms.seo.share_image.layout import LEFT, MORE, NOT_THERE, SIZES, WORDS_WIDTH, display, drawable, layout, text

TITLES = {
    "one letter": "G",
    "short": "Elisa Robotti",
    "two lines": "L’arte di stampare a mano con il piombo",
    "long": "Come si sceglie una sedia per lavorare otto ore senza farsi male alla schiena",
    "80 letters": "x" * 80,
    "80 wide letters": "W" * 80,
    "a long word": "Precipitevolissimevolmente, Incontrovertibilissimamente srl",
    "capitals": "PERCHÉ NON SCRIVERE UN TITOLO TUTTO IN MAIUSCOLO È UNA BUONA IDEA",
    "accents": "Città, perché, può: «È così»",
}


def boxes(found) -> list[tuple[int, int, int, int]]:
    return [row.box for row in found.rows]


@pytest.mark.parametrize("name", TITLES)
def test_the_lines_are_the_title_and_stay_in_their_place(name):
    found = layout("Blog · Mestieri", TITLES[name], "di Ada Prova · 3 marzo 2026")
    assert found.text_of("title") == TITLES[name]
    assert found.text_of("eyebrow") == "Blog · Mestieri"
    assert found.text_of("line") == "di Ada Prova · 3 marzo 2026"
    for left, top, right, bottom in boxes(found):
        assert LEFT - 4 <= left < right <= LEFT + WORDS_WIDTH + 1
        assert 150 < top < bottom < 590
    # None stands on another.
    for (_l, _t, _r, bottom), (_left, top, _right, _b) in zip(boxes(found), boxes(found)[1:], strict=False):
        assert bottom <= top + 1


def test_a_short_title_is_the_largest_and_a_long_one_shrinks():
    sizes = [layout("", TITLES[name], "").size for name in ("one letter", "short", "two lines", "long")]
    assert sizes[:2] == [SIZES[0], SIZES[0]]
    assert sizes == sorted(sizes, reverse=True) and sizes[3] < sizes[2] < sizes[1]


def test_a_word_is_kept_whole_while_it_may_be():
    found = layout("", TITLES["a long word"], "")
    assert [row.text for row in found.rows] == ["Precipitevolissimevolmente, ", "Incontrovertibilissimamente ", "srl"]
    assert len(layout("", TITLES["80 letters"], "").rows) > 1


def test_only_what_the_smallest_size_cannot_hold_is_cut():
    title = " ".join(["PAROLA"] * 36)  # 251 letters: a page’s title has 255 at most
    found = layout("", title, "")
    assert found.size == SIZES[-1]
    shown = found.text_of("title")
    assert shown.endswith(MORE) and title.startswith(shown.removesuffix(MORE))
    assert len(shown) > 150


def test_lines_are_of_about_the_same_length():
    found = layout("", "Quanto costa davvero un sito", "")
    widths = [row.box[2] - row.box[0] for row in found.rows]
    assert len(widths) == 2 and min(widths) > max(widths) / 2


def test_a_second_line_too_long_is_cut_after_two():
    found = layout("", "Titolo", "parola " * 60)
    lines = [row.text for row in found.rows if row.part == "line"]
    assert len(lines) == 2 and lines[1].endswith(MORE)


def test_what_the_fonts_cannot_draw_is_left_out():
    assert drawable("🎉 Festa\n d’estate 🎉 Привет") == "Festa d’estate"
    assert drawable("Citta\u0300 \u202eaperta\x00") == "Città aperta"
    assert layout("", "🎉", "").text_of("title") == ""


def test_both_fonts_hold_the_letters_of_italian():
    letters = "abcxyzABCXYZ0123456789àèéìòùÀÈÉÌÒÙ’‘“”«»…–—·&@€"
    for font in (display(40), text(40, 700)):
        empty = bytes(font.getmask(NOT_THERE))
        assert [letter for letter in letters if bytes(font.getmask(letter)) == empty] == []
