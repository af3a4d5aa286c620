"""The sample site: an invented development zone's news, and the loopback server that plays it, faults and all."""
