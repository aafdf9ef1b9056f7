"""What can happen in a story: proved, tried, and told."""
