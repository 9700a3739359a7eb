"""Character error rate by what readers see as one character (grapheme cluster), code points beside it."""

import unicodedata

import regex
from rapidfuzz.distance import Levenshtein

from crosstie.qa import status as said
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, ratio, sums

_CLUSTER = regex.compile(r"\X")
SEGMENTER = f"regex {regex.__version__} \\X"


def graphemes(text: str) -> list[str]:
    """Return the extended grapheme clusters of UAX 29, after NFC. Khmer conjuncts stay in one cluster."""
    return _CLUSTER.findall(unicodedata.normalize("NFC", text))


def cer_grapheme(reference: str, hypothesis: str) -> Result:
    """Return edits / length by grapheme cluster (the value) and by code point, both after NFC; in [0, inf).

    Segmenters disagree (Khmer, Devanagari), so name and version of ours are kept with the figure. Empty
    reference: None, empty_reference; its insertions still enter the sum of many. Clusters: Unicode UAX 29.
    """
    return finish_cer(character_sums(reference, hypothesis))


def character_sums(reference: str, hypothesis: str) -> Sums:
    """Return edits and reference length of one transcript, by cluster and by code point."""
    one, other = unicodedata.normalize("NFC", reference), unicodedata.normalize("NFC", hypothesis)
    clusters = graphemes(one)
    return sums(
        {
            ("grapheme_edits",): Levenshtein.distance(clusters, graphemes(other)),
            ("grapheme_ref_len",): len(clusters),
            ("codepoint_edits",): Levenshtein.distance(one, other),
            ("codepoint_ref_len",): len(one),
            ("units",): 1,
        }
    )


def finish_cer(parts: Sums) -> Result:
    """Finish character sums, micro over all characters."""
    names = ("grapheme_edits", "grapheme_ref_len", "codepoint_edits", "codepoint_ref_len")
    figures: dict[str, object] = {name: parts.count(name) for name in names}
    value = ratio(parts["grapheme_edits",], parts["grapheme_ref_len",])
    figures["grapheme_cer"] = value
    figures["codepoint_cer"] = ratio(parts["codepoint_edits",], parts["codepoint_ref_len",])
    n = parts.count("grapheme_ref_len")
    state = said.OK if n else said.EMPTY_REFERENCE
    method = f"NFC, grapheme clusters by {SEGMENTER}, Levenshtein, micro"
    return Result("cer_grapheme", value, state, parts.count("units"), n, 2, figures, parts, None, method)
