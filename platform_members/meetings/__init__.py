"""The platform's meetings: list, attendance, calendars, import."""
