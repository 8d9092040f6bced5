"""`make fuzz`: bad inputs to every address and form of the portal, in every role."""
