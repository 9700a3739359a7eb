"""Cross-modal consistency rules: what may be required, how a document says it, and the verdicts."""
