"""Figures of speed, each beside its peer in the same run: `make bench`."""
