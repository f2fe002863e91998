"""The trained models: corpora, features, training, evaluation, use.

Importing this package is cheap; scikit-learn is needed for training and evaluation alone, use
needs numpy only.
"""
