"""Months as text, such as 2026-09. Pure."""


def months(first: str, last: str) -> list[str]:
    """All months from one to another, both with them.

    >>> months("2025-11", "2026-02")
    ['2025-11', '2025-12', '2026-01', '2026-02']
    """
    (year, month), (last_year, last_month) = (tuple(map(int, text.split("-"))) for text in (first, last))
    count = (last_year - year) * 12 + last_month - month + 1
    return [f"{year + (month - 1 + n) // 12:04}-{(month - 1 + n) % 12 + 1:02}" for n in range(count)]
