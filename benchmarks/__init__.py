"""Scripts that print ratios against named alternatives measured in the same run. None of them is a test."""
