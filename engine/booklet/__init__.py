"""A story on paper: numbered entries to turn to, and boxes to cross in the place of a memory."""
