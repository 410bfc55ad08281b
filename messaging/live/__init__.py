"""Live delivery: one hub per process reads each event once and hands the same bytes to every open page."""
