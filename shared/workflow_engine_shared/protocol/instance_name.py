"""The name of a worker's instance, which stands in its environment and in that of all its descendants."""

#: Holds the name.
INSTANCE_VARIABLE = "REN_WORKER_INSTANCE"

#: Stands in place of a name in a process that is no worker yet; as long as every name.
NO_INSTANCE = "0" * 32
