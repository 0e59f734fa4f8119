"""What the codings come to: one question a file, each a pure function of the corpus that gives a `Table`."""
