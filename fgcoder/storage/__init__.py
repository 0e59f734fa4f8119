"""The study's database: everything that must survive, and the vectors, which are dear to compute."""
