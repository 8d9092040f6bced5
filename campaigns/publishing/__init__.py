"""Publishing campaigns, and withdrawing them."""
