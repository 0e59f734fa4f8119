"""Which codes come up together."""
