"""Words that tell what a block is for, in the languages that news is written in."""

from __future__ import annotations

import pytest

from crawler.extract.hints import is_call


@pytest.mark.parametrize(
    "text",
    [
        "Read also: Ferry sails again",
        "Baca juga: Feri berlayar lagi",
        "Xem thêm: Phà lại chạy",
        "» Čtěte také: Trajekt opět pluje",
        "Olvassa el ezt is: Ismét közlekedik a komp",
        "Pročitajte još: Trajekt opet plovi",
        "Citește și: Feribotul pleacă din nou",
        "Lue myös: Lautta kulkee taas",
        "Читайте також: Пором знову ходить",
        "بیشتر بخوانید: کشتی دوباره راه افتاد",
        "यह भी पढ़ें: नौका फिर चली",
        "อ่านเพิ่มเติม: เรือกลับมาวิ่งแล้ว",
    ],
)
def test_a_call_to_read_on_is_known(text: str) -> None:
    assert is_call(text)


@pytest.mark.parametrize("text", ["Feri tenggelam.", "Phà chìm.", "Komp süllyedt el.", "नौका डूबी।"])
def test_news_is_no_call(text: str) -> None:
    assert not is_call(text)
