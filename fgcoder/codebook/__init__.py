"""The codebook: its YAML file (`file`), and every change that can be made to it."""
