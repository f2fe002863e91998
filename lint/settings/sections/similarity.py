"""[similarity]: weights and bounds of the comparison of tables (docs/similarity.md)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Credit:
    """Of a row's weight, where only digits, an amount, or words differ."""

    number: float
    money: float
    words: float


@dataclass(frozen=True, slots=True)
class Similarity:
    """Weights and evidence are in nats, shares and ratios in [0, 1]; counts are tables, rows or texts.

    What each of them means stands beside it in rules.toml.
    """

    prior_tables: float
    row_weight_max: float
    generic_weight: float
    mistake_bonus: float
    specific_value_bonus: float
    near_name: float
    credit: Credit
    row_evidence: float
    block_rows: float
    block_share: float
    block_credit: float
    text_nats_per_character: float
    text_weight_max: float
    same_text: float
    long_text_weight: float
    long_texts: int
    text_evidence: float
    copy: float
    part: float
    refiled_name: float
    refiled_text: float
    refiled_texts: int
    text_fields: tuple[str, ...]
    posting_limit: int
    candidate_weight: float
    entitlements: tuple[str, ...]
    generic_names: tuple[str, ...]
    mistakes: tuple[str, ...]
    leftover_holders: int
    leftover_bearers: int
    leftover_bearer_share: float
    leftover_word: float
    leftover_short: int
    leftover_mentions: int
    small_corpus: int
    sample: int
    common_share: float
    common_least: int
    estimate: float
    full_cluster: int
    library_bucket: int
    library_candidates: int
    html_pairs: int
