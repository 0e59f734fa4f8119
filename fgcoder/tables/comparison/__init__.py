"""Which codes come up more and less often than an even spread would have it."""
