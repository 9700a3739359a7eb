"""Play: a master clock (the sound card's where there is sound) that the timeline follows."""
