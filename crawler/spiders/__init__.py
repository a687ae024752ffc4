"""Hand-written spiders, for the sites that no kind of source can express."""
