"""Sizes of pictures: asked of the cache once, and not written back to it."""

import pytest

from cms.images.renditions import renditions
from cms.models import CustomImage, Rendition
from tests.support.images import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(monkeypatch):
    """The keys that are written to the cache of sizes, in order."""
    keys: list[str] = []
    backend = type(Rendition.cache_backend)
    stock = backend.set_many
    monkeypatch.setattr(backend, "set_many", lambda self, data, *rest: (keys.extend(data), stock(self, data, *rest))[1])
    return keys


def test_sizes_read_from_the_cache_are_not_written_back_to_it(written):
    image = picture()
    made = [rendition.pk for rendition in renditions(image, "card")]
    assert (len(made), len(written)) == (3, 3)
    assert [rendition.pk for rendition in renditions(CustomImage.objects.get(), "card")] == made
    assert len(written) == 3


def test_sizes_read_from_the_database_are_written_to_the_cache_once(written, django_assert_num_queries):
    image = picture()
    renditions(image, "card")
    Rendition.cache_backend.clear()
    written.clear()
    renditions(CustomImage.objects.get(), "card")
    assert len(written) == 3
    again = CustomImage.objects.get()
    with django_assert_num_queries(0):
        renditions(again, "card")
    assert len(written) == 3
