"""Files to stories: `source` reads YAML, `schema` holds the shape, `build` resolves names, `load` finds the files."""
