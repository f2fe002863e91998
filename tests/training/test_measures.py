from __future__ import annotations

import numpy as np
import pytest

from lint.training.measures import average_precision, calibration, calibration_error, curve, detection

TRUTH = np.array([True, False, True, False])
SCORES = np.array([0.9, 0.8, 0.7, 0.1])


def test_detection_by_hand() -> None:
    found = detection(TRUTH, SCORES, 0.75)
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)
    assert detection(TRUTH, SCORES, 0.95).precision == 0.0


def test_curve_and_average_precision_by_hand() -> None:
    assert curve(TRUTH, SCORES) == [(0.9, 1.0, 0.5), (0.8, 0.5, 0.5), (0.7, pytest.approx(2 / 3), 1.0), (0.1, 0.5, 1.0)]
    assert average_precision(TRUTH, SCORES) == pytest.approx(0.5 + 0.5 * 2 / 3)


def test_equal_scores_are_one_point() -> None:
    assert curve(TRUTH, np.full(4, 0.5)) == [(0.5, 0.5, 1.0)]


def test_calibration_by_hand() -> None:
    bins = calibration(np.array([True, False]), np.array([0.95, 0.95]))
    assert bins == [(pytest.approx(0.95), 0.5, 2)]
    assert calibration_error(bins) == pytest.approx(0.45)
