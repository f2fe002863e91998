"""Corpora → models, their evaluation and card: nothing that `check` needs. Fitting needs scikit-learn."""
