"""Posts to what readers see: the archive, the feeds and the pages made of it.

Owns what a post is. Never imports ``crawler``, Scrapy or Twisted, so that it works on a machine
that never crawls: a mirror, a web host.
"""

__version__ = "0.1.0"
