"""Pictures of tables in the terminal: shades and bars in the cells themselves, and curves."""
