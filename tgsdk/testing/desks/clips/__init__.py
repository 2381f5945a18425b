"""Small clips that browsers play: three videos of a moving disc, a humming voice, and silence for music."""
