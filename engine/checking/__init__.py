"""What can be said of a story beyond whether it plays: warnings, craft, the lesson, the walks."""
