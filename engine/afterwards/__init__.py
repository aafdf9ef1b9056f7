"""What a play-through came to: its decisions, what they practised, what rippled, who else saw it."""
