"""Define what GB/T 9704 and the 《条例》 require, as data and pure rules."""
