"""A member's own windows: home, editor, proposed changes, confirming, suspending."""
