"""One self-contained HTML page: the tables, the confusions, the reliability, every failure."""

import base64
import html
import io
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from rich.progress import track

from recognizer import PhotoError, Recognizer
from recognizer.explain import draw
from training.figures import align, calibration
from training.results import Result, sure

mpl.use("agg")

STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem;
color:#24292f;background:#fff}table{border-collapse:collapse}
td,th{padding:.2rem .8rem;text-align:right;
border-bottom:1px solid #d0d7de}td:first-child,th:first-child{text-align:left}img{max-width:100%}
details{margin:.6rem 0}summary{cursor:pointer}code{background:#eaeef2;padding:.1rem .3rem}
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}code{background:#21262d}}"""


def write_report(path: Path, results: list[Result], recognizer: Recognizer) -> None:
    """Write the page for `results` to `path`; failures are read again to draw their stages."""
    failures = [r for r in results if not r.right]
    kinds = sorted({r.kind for r in results})
    rows = "".join(
        f"<tr><td>{kind}</td><td>{len(group)}</td><td>{sum(r.right for r in group)}</td>"
        f"<td>{sum(r.right for r in group) / len(group):.1%}</td></tr>"
        for kind in kinds
        for group in [[r for r in results if r.kind == kind]]
    )
    gallery = "".join(_failure(r, recognizer) for r in track(failures, "drawing failures"))
    path.write_text(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Reading photos</title>"
        f"<meta name=viewport content='width=device-width'><style>{STYLE}</style>"
        f"<h1>Reading {len(results)} photos</h1>"
        f"<table><tr><th>kind</th><th>photos</th><th>exact</th><th>share</th></tr>{rows}</table>"
        f"<h2>What is taken for what</h2><img alt='confusion matrix' src='{_confusion(results)}'>"
        f"<h2>Is it as sure as it should be?</h2>"
        f"<img alt='reliability diagram' src='{_reliability(results)}'>"
        f"<h2>{len(failures)} failures</h2>{gallery}</html>",
        encoding="utf-8",
    )


def _failure(result: Result, recognizer: Recognizer) -> str:
    read = result.reading.text.replace("\n", " / ") or "nothing"
    head = (
        f"<b>{html.escape(result.kind)}</b> {html.escape(result.path.name)}: "
        f"<code>{result.label or 'nothing'}</code> read as <code>{html.escape(read)}</code>"
    )
    try:
        picture = draw(recognizer.stages(result.path.read_bytes()))
    except PhotoError as error:
        return f"<p>{head} ({html.escape(str(error))})</p>"
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=70)
    data = base64.b64encode(buffer.getvalue()).decode()
    image = f"<img loading=lazy src='data:image/jpeg;base64,{data}'>"
    return f"<details><summary>{head}</summary>{image}</details>"


def _confusion(results: list[Result]) -> str:
    """Ten values and "nothing" against what was read for them."""
    counts = np.zeros((11, 11), int)
    for result in results:
        for i, j in align(result.read, result.label):
            label = 10 if j is None else int(result.label[j])
            counts[label, 10 if i is None else int(result.read[i])] += 1
    figure = Figure(figsize=(7, 6), layout="constrained")
    axes = figure.subplots()
    axes.imshow(np.log1p(counts), cmap="Blues")
    names = [*"0123456789", "-"]
    axes.set(xlabel="read", ylabel="written", xticks=range(11), yticks=range(11))
    axes.set_xticklabels(names)
    axes.set_yticklabels(names)
    for (y, x), count in np.ndenumerate(counts):
        if count:
            dark = np.log1p(count) > 0.6 * np.log1p(counts.max())
            axes.text(x, y, str(count), ha="center", va="center", color="w" if dark else "k")
    return _picture(figure)


def _reliability(results: list[Result]) -> str:
    error, bins = calibration(*sure(results))
    figure = Figure(figsize=(6, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="0.7")
    axes.scatter([b[0] for b in bins], [b[1] for b in bins], [20 + 4 * b[2] ** 0.5 for b in bins])
    for mean, share, count in bins:
        axes.annotate(f" {count}", (mean, share))
    axes.set(xlabel="confidence", ylabel="share right", title=f"calibration error {error:.4f}")
    return _picture(figure)


def _picture(figure: Figure) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
