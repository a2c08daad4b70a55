"""What a document holds beside the flow, for people."""
