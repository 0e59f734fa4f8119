"""What a survey found: read from YAML as it was published, or computed from the survey's own data."""
