"""How many plays there are, how likely and of what kind: numbers for sets of states as whole numbers."""
