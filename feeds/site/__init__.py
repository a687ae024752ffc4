"""The static pages of a publication: one per channel, and the list of all channels."""
