"""One screen a file, or a folder with its keys in a file of their own."""
