"""The authors' side of understanding: checks over the training messages, and tuning the encoder on them."""
