"""Fine-tunes the sentence encoder on the training messages: a command for when the corpus changes, never part of serving.

Runs in an environment of its own (requirements.txt: PyTorch), made by `sendero nlu fine-tune`.
"""
