"""The embedded PostgreSQL server: the one module that knows how it is found, created, started and stopped."""

from padu.settings.postgres.cluster import Cluster, ConnectionInfo, Purpose, State, embedded
from padu.settings.postgres.errors import ClusterError

__all__ = ["Cluster", "ClusterError", "ConnectionInfo", "Purpose", "State", "embedded"]
