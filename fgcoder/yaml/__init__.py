"""YAML files that people write by hand: read with faults that name the line, changed with comments kept."""
