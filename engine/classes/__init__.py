"""The plays of a class: aliases, and a folder into which all of them are written."""
