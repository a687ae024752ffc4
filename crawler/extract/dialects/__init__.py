"""How dates are written: one dialect a file, each ``read(text, context) -> Written | None``.

A dialect recognises, it does not judge: whether the day exists and is plausible is decided by
``crawler.extract.dates``, which also knows the order in which dialects are tried.
"""
