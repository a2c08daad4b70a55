"""Secret values: which names mark them, how they are masked."""
