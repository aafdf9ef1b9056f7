"""The story map: places and ways, as text, as Graphviz source, as a picture and as a page."""
