"""Videos of one host, named by the address alone."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.embeds.exceptions import EmbedException

from cms.content.blocks import EmbedBlock
from cms.content.embeds import VideoFinder, video_id

ID = "aB3-_9xYz01"


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/watch?v={ID}",
        f"https://youtube.com/watch?v={ID}&t=10s",
        f"https://m.youtube.com/watch?app=desktop&v={ID}#x",
        f"https://youtu.be/{ID}",
        f"https://youtu.be/{ID}?si=x",
        f"https://www.youtube-nocookie.com/embed/{ID}",
    ],
)
def test_a_video_of_the_one_host_is_known_by_its_address(url):
    assert video_id(url) == ID
    assert VideoFinder().find_embed(url)["html"] == ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        f"http://www.youtube.com/watch?v={ID}",
        f"https://www.youtube.com.finto.example/watch?v={ID}",
        f"https://finto.example/?u=https://youtu.be/{ID}",
        f"https://www.youtube.com@finto.example/watch?v={ID}",
        "https://www.youtube.com/watch?v=short",
        f"https://www.youtube.com/watch?v={ID}x",
        f"https://www.youtube.com/watch#v={ID}",
        "https://www.youtube.com/watch?list=x",
        f"javascript:https://youtu.be/{ID}",
        f"https://youtu.be/{ID}<script>",
        "https://vimeo.com/123456789",
    ],
)
def test_any_other_address_is_none_and_refused_in_words(url):
    assert video_id(url) is None
    with pytest.raises(EmbedException, match="Solo video di YouTube"):
        VideoFinder().find_embed(url)


def test_the_block_says_at_the_field_what_is_wrong():
    block = EmbedBlock()
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python({"url": "https://vimeo.com/1", "title": "Un video"}))
    errors = caught.value.block_errors
    assert list(errors) == ["url"]
    assert "Solo video di YouTube: copia l’indirizzo della pagina del video." in str(errors["url"])
    good = block.clean(block.to_python({"url": f"https://youtu.be/{ID}", "title": "Un video"}))
    assert good.video_id == ID


def test_a_shown_video_asks_nothing_of_its_host_before_a_click():
    html = EmbedBlock().render(EmbedBlock().to_python({"url": f"https://youtu.be/{ID}", "title": "Un <b>video</b>"}))
    assert "<iframe" not in html
    assert "<img" not in html
    assert "Un &lt;b&gt;video&lt;/b&gt;" in html
