"""The document pane: one page at a time, sharp at any zoom, with regions that know their words."""

from crosstie.viewers.document.pane import DocumentPane

__all__ = ["DocumentPane"]
