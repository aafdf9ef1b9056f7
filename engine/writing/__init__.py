"""For writers: explain, new, schema."""
