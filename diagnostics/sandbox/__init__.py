"""The sandbox: a simulated operator for demonstrations, tests and scoring. Nothing in it is about a real network or person."""

from diagnostics.sandbox.build import Built, build
from diagnostics.sandbox.geography import SIZES, UNTIL
from diagnostics.sandbox.world import NOTICE, World, create

__all__ = ["NOTICE", "SIZES", "UNTIL", "Built", "World", "build", "create"]
