"""Who spoke when: diarization and Jaccard error rates."""
