"""A simulated operator behind the flow engine's tool catalogue: a world with honest physics, faults that stack, and tickets about them."""

from t2r.simulated.catalogue import SimulatedCatalogue, catalogue
from t2r.simulated.state import State
from t2r.simulated.world import NOTICE, World

__all__ = ["NOTICE", "SimulatedCatalogue", "State", "World", "catalogue"]
