"""The character recognition engine: images of single lines → texts, and how sure it is of each character.

The engine's model comes with rapidocr (extra `ocr`): nothing is downloaded. Its own decoder keeps only
the best character of each step; here the rivals of each are kept too, and what was nearly read where
nothing was: a digit or a sign lost changes a target.
"""

from __future__ import annotations

import importlib.util
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Image: TypeAlias = npt.NDArray[np.uint8]

HEIGHT = 48  # pixels, which the model was trained for
_NARROWEST = 48
_STEP = 32  # pixels by which widths are rounded up, so that lines can be read together
_WIDEST = 3200  # pixels; a line of a page is some 2000 wide at this height
_BATCH_PIXELS = 6_000  # of width read at once: more only takes memory
_CORES_PER_THREAD = 2  # files are read side by side, one worker a core; threads would only wait
_THREADS = 4  # more bring nothing for lines of this size


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one line.

    `confidences` and `rivals` are a number and the next likely character for each of `text`'s, with how
    likely it is; `places` is where each stands, as a share of the line's width. `missed` is the highest
    likelihood of a character where none was read.
    """

    text: str
    confidences: tuple[float, ...]
    places: tuple[float, ...]
    rivals: str
    chances: tuple[float, ...]
    missed: float


def installed() -> bool:
    """Whether the engine is there."""
    return importlib.util.find_spec("rapidocr") is not None


def _engine() -> Any:
    """The engine, loaded once a process; one from before a fork has lost its threads."""
    return _engine_of(os.getpid())


@lru_cache(maxsize=2)
def _engine_of(_: int) -> Any:
    from rapidocr import RapidOCR

    threads = max(1, min(_THREADS, (os.cpu_count() or 1) // _CORES_PER_THREAD))
    options = {
        "Global.log_level": "critical",
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return RapidOCR(params=options)


def found_lines(image: Image) -> list[tuple[float, float, float, float]]:
    """The places (left, top, right, bottom) of the lines of text of a page, as the engine finds them."""
    import cv2

    boxes = _engine()._load_det_model()(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)).boxes
    if boxes is None:
        return []
    return [
        (
            max(float(min(x for x, _ in box)), 0.0),
            max(float(min(y for _, y in box)), 0.0),
            float(max(x for x, _ in box)),
            float(max(y for _, y in box)),
        )
        for box in boxes
    ]


def read_lines(images: Sequence[Image]) -> list[Reading]:
    """The texts of grey images of one line each, in order; those of a similar width are read together."""
    strips = [_strip(image) for image in images]
    result: list[Reading | None] = [None] * len(strips)
    groups: dict[int, list[int]] = {}
    for index, strip in enumerate(strips):
        groups.setdefault(max(_NARROWEST, math.ceil(strip.shape[1] / _STEP) * _STEP), []).append(index)
    for width, members in sorted(groups.items()):
        most = max(1, _BATCH_PIXELS // width)
        for start in range(0, len(members), most):
            some = members[start : start + most]
            batch = np.zeros((len(some), 3, HEIGHT, width), np.float32)
            for place, index in enumerate(some):
                batch[place, :, :, : strips[index].shape[1]] = strips[index]
            for index, reading in zip(some, _read(batch, [strips[item].shape[1] for item in some]), strict=True):
                result[index] = reading
    return [reading for reading in result if reading is not None]


def _strip(image: Image) -> npt.NDArray[np.float32]:
    """A line at the model's height, its greys from -1 to 1."""
    import cv2

    height, width = image.shape[:2]
    wide = min(max(round(width * HEIGHT / max(height, 1)), 8), _WIDEST)
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    resized = cv2.resize(image, (wide, HEIGHT), interpolation=way)
    return np.asarray(resized, dtype=np.float32) / np.float32(127.5) - np.float32(1)


def _read(batch: npt.NDArray[np.float32], widths: Sequence[int]) -> list[Reading]:
    model = _engine()._load_rec_model()
    characters: list[str] = model.postprocess_op.character
    answers = np.asarray(model.session(batch))
    return [_decoded(answer, characters, width / batch.shape[3]) for answer, width in zip(answers, widths, strict=True)]


def _decoded(answer: npt.NDArray[np.float32], characters: Sequence[str], filled: float) -> Reading:
    """The text of one line from its likelihoods (steps × characters, the first of which is none).

    `filled` is the share of the steps that the line takes; the rest is padding.
    """
    best = answer.argmax(axis=1)
    sure = answer[np.arange(len(best)), best]
    text: list[str] = []
    confidences: list[float] = []
    places: list[float] = []
    rivals: list[str] = []
    chances: list[float] = []
    missed = 0.0
    before = 0
    for step, (number, likely) in enumerate(zip(best.tolist(), sure.tolist(), strict=True)):
        place = (step + 0.5) / len(best) / filled
        if number == 0:
            if place < 1:
                around = best[max(step - 1, 0) : step + 2]
                others = answer[step].copy()
                others[around] = 0
                missed = max(missed, float(others.max()))
        elif number == before:
            confidences[-1] = max(confidences[-1], likely)
        else:
            others = answer[step].copy()
            others[number] = others[0] = 0
            rival = int(others.argmax())
            text.append(characters[number])
            confidences.append(likely)
            places.append(min(place, 1.0))
            rivals.append(characters[rival][:1] or " ")
            chances.append(float(others[rival]))
        before = number
    whole = "".join(text)
    left = len(whole) - len(whole.lstrip())
    right = len(whole.rstrip())
    if len(whole) != len(text):  # characters of more than one sign: none in the models shipped
        right = left
    return Reading(
        whole[left:right],
        tuple(round(value, 4) for value in confidences[left:right]),
        tuple(round(value, 4) for value in places[left:right]),
        "".join(rivals[left:right]),
        tuple(round(value, 4) for value in chances[left:right]),
        round(missed, 4),
    )
