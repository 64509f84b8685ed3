"""Moves the encoder's vectors so that messages of one topic come together, and says nothing about how to decide.

Loss: a cosine softmax over topics (scale 16, label smoothing 0.05) on the mean-pooled unit vector, as measured for the
model card. The topic vectors are thrown away: the classifier on top is trained by `sendero train`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertConfig, BertModel

from engine.encoder_training.noise import roughen

SCALE, SMOOTHING = 16.0, 0.05
KEPT_LAYERS = 2
BATCH, LONGEST = 64, 64  # messages a step; word pieces looked at while tuning (99.8% of messages are shorter)


def load(weights: Mapping[str, np.ndarray]) -> BertModel:
    """The encoder in single precision; raises ValueError where `weights` are not those of one."""
    state = {name: torch.from_numpy(value.copy()) for name, value in weights.items()}
    words, positions = state["embeddings.word_embeddings.weight"], state["embeddings.position_embeddings.weight"]
    config = BertConfig(
        vocab_size=len(words), hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536,
        max_position_embeddings=len(positions), type_vocab_size=1,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if wrong := [name for name in [*missing, *unexpected] if not name.endswith("_ids")]:
        raise ValueError(f"these are not the encoder's weights: {wrong[:3]}")
    return model


def embed(model: BertModel, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Unit vectors, shape (messages, 384)."""
    hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
    weight = mask.unsqueeze(-1).float()
    return functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=-1)


def tune(
    model: BertModel, tokenizer: Tokenizer, texts: Sequence[str], labels: Sequence[str],
    *, epochs: int, rate: float, seed: int, say: Callable[[str], None],
) -> None:  # fmt: skip
    """Tunes `model` in place; `labels` are topic codes, one a text."""
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)  # numbers too small to matter would be computed slowly
    chance = random.Random(seed)
    names = sorted(set(labels))
    targets = np.array([names.index(label) for label in labels])
    # Each topic starts at the mean of its messages: nothing has to be unlearned from a random start.
    with torch.no_grad():
        start = encode(model, tokenizer, texts)
        centres = torch.stack([functional.normalize(start[targets == n].mean(0), dim=0) for n in range(len(names))])
    topics = torch.nn.Parameter(centres.clone())
    # Word vectors and the lowest layers stay: most words never occur in the corpus, and moving only some would tear the
    # two languages apart. It also saves a third of the time.
    for part in (model.embeddings, *model.encoder.layer[:KEPT_LAYERS]):
        part.requires_grad_(False)
    moving = [parameter for parameter in model.parameters() if parameter.requires_grad]
    groups = [{"params": moving, "lr": rate}, {"params": [topics], "lr": rate * 20}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * math.ceil(len(texts) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _warm_then_fall(step, steps))
    model.train()
    done, recent = 0, []
    for epoch in range(epochs):
        rough = [roughen(text, chance) for text in texts]
        for rows, ids, mask in batches(tokenizer, rough, chance):
            scores = SCALE * embed(model, ids, mask) @ functional.normalize(topics, dim=-1).T
            loss = functional.cross_entropy(scores, torch.from_numpy(targets[rows]), label_smoothing=SMOOTHING)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(moving, 1.0)
            optimiser.step()
            schedule.step()
            recent, done = [*recent[-49:], loss.item()], done + 1
            if done % 50 == 0:
                say(f"epoch {epoch + 1}/{epochs}, step {done}/{steps}, loss {np.mean(recent):.3f}")
    model.eval()


def encode(model: BertModel, tokenizer: Tokenizer, texts: Sequence[str]) -> torch.Tensor:
    """Unit vectors of many texts, in their order."""
    model.eval()
    out = torch.empty(len(texts), 384)
    with torch.no_grad():
        for rows, ids, mask in batches(tokenizer, texts, None):
            out[torch.from_numpy(rows)] = embed(model, ids, mask)
    return out


def batches(
    tokenizer: Tokenizer, texts: Sequence[str], chance: random.Random | None
) -> Iterator[tuple[np.ndarray, torch.Tensor, torch.Tensor]]:
    """Row numbers, ids and mask of messages of like length (little padding), the batches shuffled when `chance` is given."""
    pieces = [encoding.ids[:LONGEST] for encoding in tokenizer.encode_batch(list(texts))]
    jitter = [chance.random() * 4 if chance else 0.0 for _ in pieces]
    order = sorted(range(len(pieces)), key=lambda row: len(pieces[row]) + jitter[row])
    cut = [np.array(order[at : at + BATCH]) for at in range(0, len(order), BATCH)]
    if chance:
        chance.shuffle(cut)
    for rows in cut:
        longest = max(len(pieces[row]) for row in rows)
        ids = torch.zeros(len(rows), longest, dtype=torch.long)
        mask = torch.zeros(len(rows), longest, dtype=torch.long)
        for at, row in enumerate(rows):
            ids[at, : len(pieces[row])] = torch.tensor(pieces[row])
            mask[at, : len(pieces[row])] = 1
        yield rows, ids, mask


def _warm_then_fall(step: int, steps: int) -> float:
    warm = max(1, steps // 20)
    return step / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))
