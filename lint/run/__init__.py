"""One run: which files, one check of them, workers, what is known from earlier runs, batches."""
