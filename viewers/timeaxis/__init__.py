"""The horizontal axis of sample time that the waveform, the lanes and their rulers share."""
