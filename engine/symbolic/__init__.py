"""What can happen in a story that is too big to visit state by state: proven on sets of states."""
