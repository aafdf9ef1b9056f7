"""The rules of play, the words they bring, and the record of a play."""
