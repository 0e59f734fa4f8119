"""The screens. They show what a `CodingSession` knows and pass on what coders want; they compute and store nothing."""
