"""Plain text: normalising, tidying, telephone numbers, readings, printable letters and fonts."""
