"""How hard a story is to read: `python -m tests.reading [STORY...]`, for writers and for the gate."""
