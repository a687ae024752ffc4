"""Articles to posts, one step a file, in the order of ``ITEM_PIPELINES``."""
