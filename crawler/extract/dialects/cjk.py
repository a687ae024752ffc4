"""Chinese, Japanese and Korean dates: 年月日, eras, the Republic's years, numerals in words."""

from __future__ import annotations

import re

from crawler.extract.dialects.clock import read_clock
from crawler.extract.dialects.written import DateContext, Written, full_year

# The year before each era's first (Japan: imperial eras; Taiwan: the Republic).
_ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "民國": 1911,
    "民国": 1911,
}
_NUMERALS = "〇一二三四五六七八九"
_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}|元"
_DATE = re.compile(
    rf"(?:(?P<era>{'|'.join(_ERAS)})\s?(?P<n>\d{{1,3}}|元|[一二三四五六七八九十百]{{1,4}})\s?年?"
    rf"|(?P<y>\d{{4}}|(?<!\d)\d{{2}}|[〇零○一二三四五六七八九]{{4}})\s?[年년])?"
    rf"\s?[,.]?\s?(?P<m>(?<!\d){_NUMBER})\s?[月월]\s?(?:份\s?)?(?P<d>{_NUMBER})\s?[日号號일]"
)


def read(text: str, context: DateContext) -> Written | None:
    """The first such date in ``text`` with the time beside it.

    >>> from datetime import UTC, datetime
    >>> context = DateContext(datetime(2026, 1, 1, tzinfo=UTC))
    >>> read("令和2年3月12日 午後3時", context)
    Written(year=2020, month=3, day=12, clock=datetime.time(15, 0), zone=None, moment=None)
    >>> read("二〇二〇年三月十二日", context).day
    12
    """
    found = _DATE.search(text)
    if found is None:
        return None
    clock, zone = read_clock(text, found.span(), context)
    return Written(_year(found, context), number(found["m"]), number(found["d"]), clock, zone)


def _year(found: re.Match[str], context: DateContext) -> int | None:
    if found["era"]:
        return _ERAS[found["era"]] + number(found["n"])
    if not found["y"]:
        return None
    return full_year(_digits(found["y"]), context.now)


def _digits(text: str) -> str:
    """Numerals read one by one, as in years.

    >>> _digits("二〇二〇")
    '2020'
    """
    for value, numeral in enumerate(_NUMERALS):
        text = text.replace(numeral, str(value))
    return text.replace("零", "0").replace("○", "0")


def number(text: str) -> int:
    """A number up to 199 in digits or words; 元 is the first year of an era.

    >>> [number(text) for text in ("12", "元", "十", "三十一", "一百零九")]
    [12, 1, 10, 31, 109]
    """
    if text.isdecimal():
        return int(text)
    if text == "元":
        return 1
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.replace("零", "").rpartition("十")
    value = 100 if hundreds else 0
    if ten:
        value += 10 * int(_digits(tens) or 1)
    return value + int(_digits(ones) or 0)
