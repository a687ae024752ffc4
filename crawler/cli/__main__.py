"""``python -m crawler.cli`` is ``broadsheet``."""

from crawler.cli import main

main()
