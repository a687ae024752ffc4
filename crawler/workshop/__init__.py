"""Where sources are made and mended: found, tried out, recorded, checked. Nothing is kept."""
