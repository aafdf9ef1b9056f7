"""What a class did: counted, and told as a page, as a table and for programs."""
