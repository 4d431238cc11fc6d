"""What each metric means, in one sentence: shown in reports, and checked against the metrics that exist."""

from __future__ import annotations

DEFINITIONS = {
    "nDCG@10": "Discounted cumulative gain of the first 10 documents, linear gain, over that of the ideal ranking.",
    "R@1": "Share of the relevant documents that is ranked first.",
    "R@3": "Share of the relevant documents in the first 3.",
    "R@5": "Share of the relevant documents in the first 5.",
    "R@10": "Share of the relevant documents in the first 10.",
    "R@100": "Share of the relevant documents in the first 100.",
    "RR@10": "1 / rank of the first relevant document, 0 if it is not in the first 10.",
    "AP": "Mean precision at the rank of each relevant document.",
    "needs@3": "Share of what a question needs that is in the first 3 documents; where several gold documents answer by "
    "themselves, any of them will do.",
    "citation_precision": "Share of an answer's citations that point into gold documents; answered cases with gold.",
    "citation_recall": "Share of the gold documents that the answer cites; answered cases with gold.",
    "span_hit": "1 if a citation overlaps a gold quote; answered cases with gold quotes.",
    "unsupported_rate": "Share of an answer's sentences whose citations lack one of its numbers or identifiers, its "
    "negation, or more than 30% of its content words; answered cases.",
    "token_f1": "SQuAD word F1 with the reference; answered cases that are answerable at least in part.",
    "rouge_l": "F1 of the longest common subsequence of words with the reference; the same cases.",
    "abstain_correct": "1 if it abstained where there is no answer or the question is underspecified, or answered "
    "where there is one; partly answerable cases are left out.",
    "abstain_precision": "Share of the abstentions that were right: no answer, or underspecified; partial left out.",
    "abstain_recall": "Share of the unanswerable and underspecified questions on which it abstained.",
    "abstain_f1": "Harmonic mean of abstain_precision and abstain_recall.",
    "abstain_no_precision": "As abstain_precision, with underspecified questions left out.",
    "abstain_no_recall": "Share of the unanswerable questions on which it abstained.",
    "abstain_no_f1": "Harmonic mean of abstain_no_precision and abstain_no_recall.",
    "aurc": "Mean share of wrong answers among the n most confident, n = 1 … all answered; 0 is perfect. Wrong: no "
    "gold document cited (without gold: token F1 below 0.3), or answered where it should abstain.",
    "ece": "Mean gap between confidence and share of right answers over 15 bins of equal size; answered cases.",
    "answered_share": "Share of the cases that were answered at all.",
}
