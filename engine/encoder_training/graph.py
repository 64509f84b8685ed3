"""The encoder's weights in and out of its int8 graph: reads them as numbers, writes tuned ones back.

The graph itself (operators, shapes) is never rebuilt, so a tuned encoder runs exactly like the one it came from. int8
method, as the model card says: word embeddings one scale a row; weights of matrix products one scale an output column in a
7-bit range (no saturation on processors without VNNI).
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Dict

import numpy as np
import onnx
from onnx import numpy_helper

MODEL, TOKENIZER, SUMS = "model.int8.onnx", "tokenizer.json", "SHA256SUMS"
PARTS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "o": "attention.output.dense", "f1": "intermediate.dense", "f2": "output.dense",
    "ln1": "attention.output.LayerNorm", "ln2": "output.LayerNorm",
}  # fmt: skip
_PRODUCT = re.compile(r"^/(q|k|v|o|f1|f2)(?:_(\d+))?/MatMul_quant$")
_LAYER = re.compile(r"^L\.(\d+)\.(\w+)\.(weight|bias)$")
COLUMN_RANGE, ROW_RANGE = 64, 127

Weights = Dict[str, np.ndarray]


def read(folder: Path) -> Weights:
    """Weights by their BERT names, float32."""
    model = onnx.load(str(folder / MODEL))
    stored = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    weights = {
        "embeddings.word_embeddings.weight": stored["emb_q"].astype(np.float32) * stored["emb_s"],
        "embeddings.LayerNorm.weight": stored["ln0.weight"],
        "embeddings.LayerNorm.bias": stored["ln0.bias"],
        # The graph holds positions and the one token type as one table.
        "embeddings.position_embeddings.weight": stored["pos"],
        "embeddings.token_type_embeddings.weight": np.zeros((1, stored["pos"].shape[1]), np.float32),
    }
    for name, value in stored.items():
        if match := _LAYER.match(name):
            weights[_bert(int(match[1]), match[2], match[3])] = value
    for quantised, bert in _products(model).items():
        scale = stored[quantised.replace("_quantized", "_scale")]
        weights[bert] = (stored[quantised].astype(np.float32) * scale).T
    return {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in weights.items()}


def write(weights: Weights, base: Path, target: Path) -> None:
    """The base's graph with `weights` in it, its tokenizer and the hashes of both, in the folder `target`."""
    model = onnx.load(str(base / MODEL))
    new: Weights = {
        "ln0.weight": weights["embeddings.LayerNorm.weight"],
        "ln0.bias": weights["embeddings.LayerNorm.bias"],
        "pos": weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0],
    }
    words = weights["embeddings.word_embeddings.weight"]
    new["emb_s"] = (np.abs(words).max(axis=1, keepdims=True) / ROW_RANGE).clip(1e-12).astype(np.float32)
    new["emb_q"] = np.rint(words / new["emb_s"]).astype(np.int8)
    for quantised, bert in _products(model).items():
        matrix = weights[bert].T
        scale = (np.abs(matrix).max(axis=0) / COLUMN_RANGE).clip(1e-12).astype(np.float32)
        new[quantised] = np.rint(matrix / scale).astype(np.int8)
        new[quantised.replace("_quantized", "_scale")] = scale
    for stored in model.graph.initializer:
        if match := _LAYER.match(stored.name):
            new[stored.name] = weights[_bert(int(match[1]), match[2], match[3])]
        if stored.name in new:
            stored.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(new[stored.name]), stored.name))
    target.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(target / MODEL))
    if (base / TOKENIZER).resolve() != (target / TOKENIZER).resolve():
        shutil.copyfile(base / TOKENIZER, target / TOKENIZER)
    seal(target)


def seal(folder: Path) -> None:
    """Writes SHA256SUMS: the engine starts with these files and no others."""
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}" for name in (MODEL, TOKENIZER)]
    (folder / SUMS).write_text("\n".join(lines) + "\n")


def _bert(layer: int, part: str, kind: str) -> str:
    return f"encoder.layer.{layer}.{PARTS[part]}.{kind}"


def _products(model: onnx.ModelProto) -> Dict[str, str]:
    """Initialiser of each quantised weight → its BERT name, told by the node that uses it."""
    found = {}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger" and (match := _PRODUCT.match(node.name)):
            found[node.input[1]] = _bert(int(match[2] or 0), match[1], "weight")
    return found
