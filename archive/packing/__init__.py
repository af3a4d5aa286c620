"""An archive, or a site of it, in the forms that others take: WACZ for web archives, a data package for analysts."""

from archive.packing.package import Package, write_package
from archive.packing.wacz import pack_site

__all__ = ["Package", "pack_site", "write_package"]
