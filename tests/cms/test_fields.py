"""What a field of ours takes."""

import pytest
from django.core.exceptions import ValidationError

from cms.fields import PHONE


@pytest.mark.parametrize("phone", ["+39 0131 123456", "0131/123456", "0131-12.34.56", "3331234567"])
def test_numbers_are_taken_as_people_write_them(phone):
    PHONE(phone)


@pytest.mark.parametrize("phone", ["chiamami", "0131 CASA", "12", "+", "1" * 40, "0131\n123456", "٠١٢٣٤٥٦٧"])
def test_a_phone_number_of_letters_is_refused_with_an_example(phone):
    with pytest.raises(ValidationError) as caught:
        PHONE(phone)
    assert caught.value.message == "Scrivi un numero di telefono, per esempio +39 0131 123456."
