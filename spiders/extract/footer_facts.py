"""What one line says of a site: which numbers it is on record with, which labels of a footer have a value in it."""

import re
from functools import lru_cache

from spiders.extract.footer_labels import entries, key
from spiders.extract.footer_records import CODE, ICP, PSB

_COPYRIGHT = re.compile(r"版\s?权\s?所\s?有|copy-?right|©|all rights reserved", re.IGNORECASE)
# The word after the name: 「某县人民政府办公室主办 某县信息中心承办」. In a sentence it is followed by something else.
_NAMED_AFTER = re.compile(r"[\u4e00-\u9fa5]{4}[主承]办(?=[\s、，,]|$)")
_NAMED_LENGTH = 60  # characters: a longer line is a sentence
# In what is named the footer these need no label.
_UNLABELLED = (("phone", re.compile(r"(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)")), ("email", re.compile(r"[\w-]@[\w-]")))
_RECORDS = (("icp", ICP), ("psb", PSB), ("code", CODE), ("copyright", _COPYRIGHT))
# What each of these has, before it is looked for.
_HINT = re.compile(
    r"[:：@©]|ICP|[备備]|版\s?[权權]|copy-?right|reserved|[标標][识識]|[办辦电電热熱]|\d[-－–—]\d", re.IGNORECASE
)


@lru_cache(maxsize=4096)  # a site's pages have the lines of their footer in common
def facts(text: str, is_footer: bool) -> frozenset[str]:
    """The kinds of records and of labels with a value in a line: "icp", "psb", "code", "copyright", "sponsor", "phone",
    and so on. `is_footer`: it stands in what is named the footer, where numbers need no label."""
    if not _HINT.search(text):
        return frozenset()
    matched = key(text)
    records = {name for name, pattern in _RECORDS if pattern.search(matched)}
    items = entries(text)
    # The last label of a line may have its value on the next one.
    labelled = {entry.kind for entry in items if entry.kind and (entry.value or entry is items[-1])}
    if len(matched) <= _NAMED_LENGTH and _NAMED_AFTER.search(matched):
        labelled.add("sponsor")
    if is_footer:
        labelled |= {name for name, pattern in _UNLABELLED if pattern.search(matched)}
    return frozenset((records | labelled) - {"other", "fax"})
