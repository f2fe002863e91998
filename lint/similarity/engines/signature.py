"""MinHash signatures of many texts at once, in numpy.

A text is folded (NFKC character by character, lower case, punctuation dropped, every number one
#), cut into 3-grams, and sketched by one-permutation hashing with densification (Li, Owen, Zhang
2012; Shrivastava 2017): `PASSES` × `BINS` minima of 16 bits. Two texts agree in a place with the
odds of their Jaccard similarity, so that `BAND` places side by side make one band key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from lint.language.folding import fold_sign

PASSES = 4
BINS = 64
BAND = 4  # places a band: four of 16 bits are one 64-bit key
BANDS = PASSES * BINS // BAND
GRAM = 3
_EMPTY = np.uint16(0xFFFF)
_SEPARATOR = 1
_NUMBER = ord(fold_sign("0"))
CHUNK = 20_000  # texts folded at once: some tens of megabytes
# the constants of splitmix64 (Steele, Lea, Flood 2014); the first is the golden ratio's fraction
_MIX = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB], dtype=np.uint64)
_STOP_BITS = 24

Words = npt.NDArray[np.uint64]
Signatures = npt.NDArray[np.uint16]
_SPREAD = np.array([pow(0x9E3779B97F4A7C15, 2 * each + 3, 1 << 64) for each in range(PASSES)], dtype=np.uint64)


@dataclass(frozen=True)
class Shingles:
    """Hashed 3-grams of a run of texts: `hashes` in text order, `text` the text each belongs to."""

    hashes: Words
    text: npt.NDArray[np.int64]
    number: int


@lru_cache(maxsize=1)
def _fold() -> npt.NDArray[np.uint32]:
    """For each code point its folded one; 0 where it is dropped."""
    table = np.arange(0x110000, dtype=np.uint32)
    for code in range(0x10000):
        if 0x3400 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3 or 0xD800 <= code <= 0xDFFF:
            continue  # ideographs and syllables fold to themselves, surrogates do not occur
        sign = fold_sign(chr(code))
        table[code] = ord(sign) if sign else 0
    table[0] = _SEPARATOR
    return table


def shingles(texts: Sequence[str]) -> Shingles:
    """The hashed 3-grams of each text, repeated ones included."""
    joined = "\0".join(text.replace("\0", "") for text in texts) + "\0"
    codes = _fold()[np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)]
    codes = codes[codes != 0]
    repeated = np.zeros(len(codes), dtype=bool)
    repeated[1:] = (codes[1:] == _NUMBER) & (codes[:-1] == _NUMBER)
    codes = codes[~repeated]
    borders = codes == _SEPARATOR
    text = np.cumsum(borders) - borders
    inside = ~(borders[:-2] | borders[1:-1] | borders[2:]) if len(codes) >= GRAM else np.zeros(0, dtype=bool)
    wide = codes.astype(np.uint64)
    first, second, third = wide[:-2][inside], wide[1:-1][inside], wide[2:][inside]
    with np.errstate(over="ignore"):
        hashes = _mixed((first << np.uint64(42)) ^ (second << np.uint64(21)) ^ third)
    return Shingles(hashes, text[:-2][inside] if len(codes) >= GRAM else text[:0], len(texts))


def _mixed(words: Words) -> Words:
    """splitmix64's finaliser: every input bit reaches every output bit."""
    words = words * _MIX[0]
    words ^= words >> np.uint64(30)
    words *= _MIX[1]
    words ^= words >> np.uint64(27)
    words *= _MIX[2]
    words ^= words >> np.uint64(31)
    return words


def common(sample: Shingles, share: float, least: int) -> npt.NDArray[np.bool_]:
    """A filter of the 3-grams that more than `share` (and more than `least`) of the sample's texts have."""
    packed = np.unique((sample.text.astype(np.uint64) << np.uint64(40)) | (sample.hashes >> np.uint64(64 - 40)))
    places, counts = np.unique(packed & np.uint64((1 << 40) - 1), return_counts=True)
    stop = np.zeros(1 << _STOP_BITS, dtype=bool)
    often = places[counts > max(share * sample.number, least)]
    stop[(often >> np.uint64(40 - _STOP_BITS)).astype(np.int64)] = True
    return stop


def sign(
    texts: Sequence[str], stop: npt.NDArray[np.bool_] | None = None, passes: int = PASSES
) -> tuple[Signatures, Words]:
    """Signatures of the texts, shape (len(texts), passes × BINS), and a 64-bit identity of each one's 3-grams.

    `stop` leaves out common 3-grams (see `common`), but not of a text that they make up: it would
    have no signature of its own. A text without 3-grams has 0xFFFF everywhere and identity 0.
    """
    found = np.empty((len(texts), passes * BINS), dtype=np.uint16)
    identity = np.zeros(len(texts), dtype=np.uint64)
    for start in range(0, len(texts), CHUNK):
        cut = shingles(texts[start : start + CHUNK])
        part = slice(start, start + CHUNK)
        found[part] = _signed(cut, stop, passes)
        identity[part] = _identity(cut)
    return found, identity


def _identity(cut: Shingles) -> Words:
    """The sum of each text's hashes: equal for equal multisets of 3-grams, else by odds of 2⁻⁶⁴."""
    total = np.zeros(cut.number, dtype=np.uint64)
    if len(cut.hashes):
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(cut.hashes, dtype=np.uint64)])
        ends = np.searchsorted(cut.text, np.arange(cut.number), side="right")
        begins = np.searchsorted(cut.text, np.arange(cut.number), side="left")
        total = sums[ends] - sums[begins]
    return total


def _signed(cut: Shingles, stop: npt.NDArray[np.bool_] | None, passes: int) -> Signatures:
    hashes, text = cut.hashes, cut.text
    if stop is not None:
        kept = ~stop[(hashes >> np.uint64(64 - _STOP_BITS)).astype(np.int64)]
        before = np.bincount(text, minlength=cut.number)
        after = np.bincount(text[kept], minlength=cut.number)
        kept |= (after < before * _KEPT)[text]
        hashes, text = hashes[kept], text[kept]
    out = np.empty((cut.number, passes, BINS), dtype=np.uint16)
    for each in range(passes):
        with np.errstate(over="ignore"):
            spread = hashes * _SPREAD[each]
        spread ^= spread >> np.uint64(32)
        place = text * BINS + ((spread >> np.uint64(16)) & np.uint64(BINS - 1)).astype(np.int64)
        value = (spread & np.uint64(0xFFFF)).astype(np.uint16)
        value[value == _EMPTY] -= np.uint16(1)
        least = np.full(cut.number * BINS, _EMPTY, dtype=np.uint16)
        np.minimum.at(least, place, value)
        out[:, each] = _filled(least.reshape(cut.number, BINS))
    return out.reshape(cut.number, passes * BINS)


_KEPT = 0.4  # share of its 3-grams that a text keeps at least, else it keeps all


def _filled(least: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """Empty bins take the value of another bin, chosen by the bin and the attempt alone."""
    rows, bins = np.nonzero((least == _EMPTY) & (least != _EMPTY).any(axis=1)[:, None])
    source = least.copy()
    attempt = 1
    while len(rows):
        # an odd stride runs through all bins of a power of two
        other = (bins * 37 + attempt * (2 * bins + 1)) % BINS
        value = source[rows, other]
        good = value != _EMPTY
        least[rows[good], bins[good]] = value[good]
        rows, bins = rows[~good], bins[~good]
        attempt += 1
    return least


def band_keys(signed: Signatures) -> Words:
    """One 64-bit key a band, shape (number of texts, BANDS)."""
    return np.ascontiguousarray(signed).view(np.uint64)


def numbered_keys(keys: Words) -> Words:
    """Band keys with the band's number mixed in, so that keys of different bands can lie in one column."""
    with np.errstate(over="ignore"):
        return _mixed(keys ^ _mixed(np.arange(1, keys.shape[1] + 1, dtype=np.uint64)))


def agreement(signed: Signatures, a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """The share of places in which each pair of signatures agrees: an estimate of its Jaccard similarity."""
    found = np.empty(len(a), dtype=np.float32)
    step = 1 << 17
    for start in range(0, len(a), step):
        part = slice(start, start + step)
        found[part] = (signed[a[part]] == signed[b[part]]).mean(axis=1, dtype=np.float32)
    return found
