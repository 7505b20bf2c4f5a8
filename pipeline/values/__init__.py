"""Typed text to meaning: numbers, dates, choices as offices write them. Pure, standard library only."""
