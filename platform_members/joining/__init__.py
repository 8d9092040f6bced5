"""Ways to join: the application of an organisation, the page behind an invitation."""
