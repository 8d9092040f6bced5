"""Whether the websites and e-mail domains that residents are sent to still answer."""
