"""The laws: random stories, and what must hold for every one of them."""
