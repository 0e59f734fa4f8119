"""One region of the screen a folder."""
