"""How often suggestions were right, and whether seeing them changed what was coded."""
