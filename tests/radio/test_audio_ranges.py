"""Which bytes a header asks for, by the rules of RFC 9110."""

import pytest

from radio.audio.ranges import Unsatisfiable, if_range_matches, requested_range

SIZE = 1000


@pytest.mark.parametrize(
    "header, wanted",
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=0-499", (0, 499)),
        ("bytes=500-", (500, 999)),
        ("bytes=999-", (999, 999)),
        ("bytes=500-5000", (500, 999)),
        ("bytes=-1", (999, 999)),
        ("bytes=-500", (500, 999)),
        ("bytes=-5000", (0, 999)),
        ("BYTES=0-1", (0, 1)),
        ("bytes= 0-1 ", (0, 1)),
        (f"bytes=0-{'9' * 5000}", (0, 999)),
        (f"bytes=-{'9' * 5000}", (0, 999)),
    ],
)
def test_one_range(header, wanted):
    assert requested_range(header, SIZE) == wanted


@pytest.mark.parametrize(
    "header",
    ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-b", "bytes=5-2", "bytes=0-1,3-4", "bytes=0x1-2",
     "items=0-1", "bytes 0-1", "bytes=--1", "bytes=1--2", "bytes=+1-2", "bytes=1.5-2", "bytes=٠-١", "bytes=0-1x"],
)  # fmt: skip
def test_what_is_no_single_range_is_ignored(header):
    assert requested_range(header, SIZE) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=-0", f"bytes={'9' * 5000}-"])
def test_past_the_end_there_is_nothing(header):
    with pytest.raises(Unsatisfiable):
        requested_range(header, SIZE)


@pytest.mark.parametrize(
    "condition, matches",
    [
        ("", True),
        ('"abc"', True),
        ('"abd"', False),
        ('W/"abc"', False),
        ("Thu, 01 Jan 1970 00:01:40 GMT", True),
        ("Thu, 01 Jan 1970 00:01:41 GMT", False),
        ("Thu, 01 Jan 1970 00:01:39 GMT", False),
        ("ieri", False),
        ("abc", False),
    ],
)
def test_a_part_only_of_this_very_file(condition, matches):
    assert if_range_matches(condition, '"abc"', 100) is matches
