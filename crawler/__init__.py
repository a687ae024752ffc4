"""Web pages to posts: sources, spiders, pipelines and the command line."""
