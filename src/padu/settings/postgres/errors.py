"""What can go wrong with the embedded server, in the reader's words."""


class ClusterError(Exception):
    """The embedded server cannot be prepared, started, reached or stopped; the message says why, in Indonesian."""

    code = "postgres.cluster"
