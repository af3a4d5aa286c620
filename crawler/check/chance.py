"""How likely it is that a few odd pages are only chance."""

from math import comb


def tail(lacking: int, of: int, share: float) -> float:
    """The chance that at least so many lack something, if each lacks it with this probability.

    >>> round(tail(3, 3, 0.1), 6)
    0.001
    """
    return sum(comb(of, number) * share**number * (1 - share) ** (of - number) for number in range(lacking, of + 1))


def usual_share(part: int, whole: int) -> float:
    """The share to reckon with after `part` of `whole`: never 0 or 1, as the next one may be the first (Laplace)."""
    return (part + 1) / (whole + 2)
