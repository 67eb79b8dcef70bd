"""Whom a list means: people of one name are told apart."""

from __future__ import annotations

from domain.people import Person, Post, told_apart

ONE = Person(1, "Lý Thị Hà", (Post("Tổ Đất đai", "Chuyên viên"),))
OTHER = Person(2, "Lý Thị Hà", (Post("Tổ Kinh tế", "Chuyên viên"),))
THIRD = Person(3, "Bùi Văn An", (Post("", "Chuyên viên"),))


def test_a_name_that_two_bear_comes_with_the_unit() -> None:
    assert told_apart([ONE, OTHER, THIRD]) == {
        1: "Lý Thị Hà (Tổ Đất đai)",
        2: "Lý Thị Hà (Tổ Kinh tế)",
        3: "Bùi Văn An",
    }


def test_a_name_alone_stands_as_it_is_however_often_the_person_comes() -> None:
    assert told_apart([ONE, ONE, THIRD]) == {1: "Lý Thị Hà", 3: "Bùi Văn An"}


def test_a_post_without_a_unit_is_no_comma() -> None:
    assert (ONE.post_and_unit, THIRD.post_and_unit) == ("Chuyên viên, Tổ Đất đai", "Chuyên viên")
