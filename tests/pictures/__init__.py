"""The README's pictures: a real terminal played by a script of keys, and its cells drawn as an SVG.

`python -m tests.pictures` draws them anew into `.github/`. The tests of the rich player use the same terminal.
"""
