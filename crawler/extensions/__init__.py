"""What accompanies a crawl: the workspace it works for, and the record of its run."""
