"""Texts on one line, in XML, with a date."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cms.text import clean_title, long_date, long_datetime, single_spaced, visible_line, xml_text


def test_words_stand_on_one_line_with_one_space_between_them():
    assert single_spaced("  Una\tparola,\r\ndue\u2028 tre\xa0quattro\n") == "Una parola, due tre quattro"
    assert single_spaced(" \n") == ""


def test_what_nobody_sees_goes_out_of_a_line():
    hidden = "\u200b\u200d\u202e\u2066\ufeff\u00ad\u034f\u115f\u2800\u3164\ufe0f\ue000\ud800\U000e0001\U000e0100"
    assert visible_line(f" {hidden}vìa\x00{hidden}Roma\r\n12\u2028è\x7f𝄞{hidden} ") == "vìa Roma 12 è 𝄞"
    assert visible_line(hidden) == ""
    assert visible_line("Viu\u0300") == "Viù"


@pytest.mark.parametrize(("title", "stored"), [("  La\n città ", "La città"), ("«1»", "«1»"), ("👩‍🌾 x", "👩‍🌾 x")])
def test_a_title_with_a_letter_or_a_digit_is_stored_single_spaced(title, stored):
    assert clean_title(title, "Niente.") == stored


@pytest.mark.parametrize("title", ["", " \n", "***", "\u200b", "👩‍🌾"])
def test_a_title_without_any_is_refused_in_the_forms_own_words(title):
    with pytest.raises(ValidationError) as caught:
        clean_title(title, "Scrivi qualcosa.")
    assert caught.value.messages == ["Scrivi qualcosa."]


def test_only_what_no_xml_may_hold_goes_out_of_a_text():
    text = "a\x00b\x0bc\x1fd\ufffee\ud800f\t\n\r è 𝄞 <&>"
    assert xml_text(text) == "abcdef\t\n\r è 𝄞 <&>"
    assert xml_text(text, " ") == "a b c d e f\t\n\r è 𝄞 <&>"


@pytest.mark.parametrize("language", ["it", "en"])
def test_dates_are_italian_whatever_language_is_on(language):
    with override(language):
        assert long_date(date(2026, 3, 3)) == "3 marzo 2026"
        assert long_datetime(datetime(2026, 12, 31, 23, 5, tzinfo=UTC)) == "1 gennaio 2027, ore 00:05"
        assert long_datetime(datetime(2026, 7, 1, 12, 0, tzinfo=UTC)) == "1 luglio 2026, ore 14:00"
