"""Parse typed text: numbers, dates and choices as offices write them. Pure, standard library only."""
