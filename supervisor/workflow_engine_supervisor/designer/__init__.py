"""What a designer needs: the types of nodes, checks of what is being drawn, drafts, and comparisons of versions."""
