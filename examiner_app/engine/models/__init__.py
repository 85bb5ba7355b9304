"""The networks and the bundle that carries their weights."""
