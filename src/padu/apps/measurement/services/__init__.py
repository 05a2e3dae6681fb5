"""Computing the family index, and asking for it when families change."""

from padu.apps.measurement.services.computing import index_compute

__all__ = ["index_compute"]
