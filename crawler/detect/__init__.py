"""A URL -> a proposed source. Pure decisions; the command line fetches."""
