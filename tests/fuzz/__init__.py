"""A fuzzer for all that reads what others wrote: `python -m tests.fuzz --seconds 60`. See `README.md`."""
