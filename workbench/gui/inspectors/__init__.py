"""The right zone: one inspector a step, each the answer to one question."""
