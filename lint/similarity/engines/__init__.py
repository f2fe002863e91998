"""From many tables to the copies among them: an exact index, the embedded engine, Spark."""
