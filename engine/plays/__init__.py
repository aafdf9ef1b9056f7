"""What is kept on this machine for whoever plays: plays, settings, the journal."""
