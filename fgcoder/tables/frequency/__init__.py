"""How often each code and theme comes up, by one attribute or two."""
