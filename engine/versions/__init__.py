"""Two versions of a story: what became different, and what becomes of plays that were kept of the older one."""
