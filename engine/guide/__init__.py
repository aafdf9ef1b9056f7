"""The guide to a lesson on a story: what an educator reads the evening before, and prints."""
