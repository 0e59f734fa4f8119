"""The study's database: everything that must survive, and nothing that can be worked out again but is dear to compute."""
