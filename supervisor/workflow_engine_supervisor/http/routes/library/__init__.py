"""What flows are made of: versions that keep their code and packages, and the environments that are built of these."""
