"""A sample newspaper on loopback, and a workspace that crawls it.

Owns the invented town of Lantern Bay, its stories, and the difficulties that are printed into its
pages on purpose. Knows nothing of spiders: what reads it has to find its way like anybody else.
"""
