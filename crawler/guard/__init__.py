"""Keeps requests out of private networks, whatever a page, a redirect or a name server says."""
