"""Avatars without a photo."""

import pytest

from web.pictures.avatars import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Anna Petrova", "AP"),
        ("anna", "A"),
        ("A B C", "AC"),
        ("🎉 Party", "P"),
        ("", "?"),
        ("🎉", "?"),
        ("и\u0306ога", "Й"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
