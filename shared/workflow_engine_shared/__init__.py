"""What supervisor, worker and the public face share: contracts, storage, the flow language."""
