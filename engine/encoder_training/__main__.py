"""`python -m engine.encoder_training ANNOTATED.json BASE OUT [--fold N]`: tunes the encoder of BASE, writes it to OUT.

With `--fold N` the writers of that fold are left out, so that `make eval` can test on writers the encoder has not read.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from engine.encoder_training import graph, tuning
from engine.folds import folds_of

EPOCHS, RATE, SEED = 5, 1e-4, 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("annotated", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fold", type=int, default=None)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args()
    examples = json.loads(options.annotated.read_text(encoding="utf-8"))
    if options.fold is not None:
        fold_of = folds_of([e["writer"] for e in examples])
        examples = [e for e in examples if fold_of[e["writer"]] != options.fold]
    started = time.monotonic()
    tokenizer = Tokenizer.from_file(str(options.base / graph.TOKENIZER))
    model = tuning.load(graph.read(options.base))
    tuning.tune(
        model, tokenizer, [e["text"] for e in examples], [e["intent"] for e in examples],
        epochs=options.epochs, rate=RATE, seed=SEED,
        say=lambda line: print(f"{time.monotonic() - started:5.0f} s  {line}", flush=True),
    )  # fmt: skip
    weights = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    graph.write({name: np.asarray(value, np.float32) for name, value in weights.items()}, options.base, options.out)
    print(f"{time.monotonic() - started:5.0f} s  tuned on {len(examples)} messages, {torch.get_num_threads()} threads")


if __name__ == "__main__":
    main()
