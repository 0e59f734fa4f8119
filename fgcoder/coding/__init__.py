"""One coder at work on one study, without a screen: where they stand, what they decide, what they wrote, undo."""
