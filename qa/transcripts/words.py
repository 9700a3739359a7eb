"""Word error rate."""

from collections.abc import Callable, Hashable, Sequence

import regex
from rapidfuzz.distance import Levenshtein

from crosstie.qa import status as said
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, ratio, sums

Tokenizer = Callable[[str], Sequence[str]]
_NO_WORD_SPACES = regex.compile(
    r"[\p{Thai}\p{Khmer}\p{Lao}\p{Myanmar}\p{Han}\p{Hiragana}\p{Katakana}\p{Tibetan}]"
)


def wer(reference: str, hypothesis: str, tokenizer: Tokenizer = str.split) -> Result:
    """Return (S + D + I) / N of one transcript, N the words of the reference; in [0, inf).

    Words are what stands between spaces unless a tokenizer is given; in scripts written without spaces (Thai,
    Khmer, Lao, Chinese, …) the rate is that of the tokenizer, says `tokenizer_dependent`, and grapheme CER
    should lead. Empty reference: None, empty_reference; its insertions still enter the sum of many. NIST
    sclite; MER and WIL: Morris, Maier & Green 2004.
    """
    return finish_wer(word_sums(reference, hypothesis, tokenizer))


def word_sums(reference: str, hypothesis: str, tokenizer: Tokenizer = str.split) -> Sums:
    """Return hits, substitutions, deletions, insertions of one transcript."""
    said_words, heard_words = tokenizer(reference), tokenizer(hypothesis)
    unspaced = bool(_NO_WORD_SPACES.search(reference) or _NO_WORD_SPACES.search(hypothesis))
    return edit_sums(said_words, heard_words) + sums({("unspaced",): int(unspaced)})


def edit_sums(reference: Sequence[Hashable], hypothesis: Sequence[Hashable]) -> Sums:
    """Return hits, substitutions, deletions and insertions of a least-cost alignment, each edit costing 1."""
    ops = Levenshtein.editops(reference, hypothesis).as_list()
    found = [op[0] for op in ops]
    wrong, lost, added = (found.count(name) for name in ("replace", "delete", "insert"))
    hits = len(reference) - wrong - lost
    return sums(
        {
            ("hits",): hits,
            ("substitutions",): wrong,
            ("deletions",): lost,
            ("insertions",): added,
            ("units",): 1,
        }
    )


def finish_wer(parts: Sums) -> Result:
    """Finish word sums: micro over all words, never a mean of rates."""
    counts = {name: parts.count(name) for name in ("hits", "substitutions", "deletions", "insertions")}
    hits, wrong, lost, added = counts.values()
    n, heard = hits + wrong + lost, hits + wrong + added
    figures: dict[str, object] = {
        "wer": ratio(wrong + lost + added, n),
        "mer": ratio(wrong + lost + added, n + added),
        "wil": None if not n or not heard else 1 - hits**2 / (n * heard),
        **counts,
        "reference_words": n,
        "tokenizer_dependent": bool(parts["unspaced",]),
    }
    value = ratio(wrong + lost + added, n)
    state = said.OK if n else said.EMPTY_REFERENCE
    method = "Levenshtein over words, micro" + ("; tokenizer-dependent" if parts["unspaced",] else "")
    return Result("wer", value, state, parts.count("units"), n, 2, figures, parts, None, method)
