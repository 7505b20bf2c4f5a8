"""State what GB/T 9704 and the 《条例》 ask for, as data and pure rules."""
