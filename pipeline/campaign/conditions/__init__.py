"""Parse the conditions of a campaign book (核对条件) into trees."""
