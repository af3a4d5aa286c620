"""Every profile is a spider: `scrapy list` and `scrapy crawl NAME` find them by file name."""

import builtins
from functools import cache
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from archive.records import Site
from archive.urls import same_site
from spiders.family import families
from spiders.news import AnySite, NewsSpider
from spiders.profile import PROFILES, Profile, ProfileError

ANY_SITE = AnySite.name


class ProfileLoader:
    """Scrapy's SpiderLoaderProtocol over a folder of profiles; a file is read when its spider is asked for.

    Names that begin with an underscore are templates, not sites.
    """

    def __init__(self, folder: Path = PROFILES) -> None:
        self.folder = folder
        self._paths = {path.stem: path for path in sorted(folder.glob("*.toml")) if not path.name.startswith("_")}

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The loader that Scrapy uses; PROFILES names another folder. ProfileError for a mistake in a CMS family, which
        is told before a crawl has begun."""
        families()
        folder = settings.get("PROFILES")
        return cls(Path(folder)) if folder else cls()

    @property
    def samples(self) -> Path:
        """The folder of saved pages, beside the profiles; it holds a folder for each profile that has some."""
        return self.folder.parent / "samples"

    @property
    def names(self) -> builtins.list[str]:
        """The names of all profiles."""
        return sorted(self._paths)

    def list(self) -> builtins.list[str]:
        """The names of all spiders: one for each profile, and the one that needs none."""
        return sorted([*self._paths, ANY_SITE])

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of this name; KeyError where there is none, ProfileError where its file has a mistake."""
        if spider_name == ANY_SITE:
            return AnySite
        if spider_name not in self._paths:
            raise KeyError(f"Spider not found: {spider_name}")
        return spider_class(self.profile(spider_name))

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """The names of the spiders to whose site an address belongs."""
        return [name for name in self._paths if same_site(request.url, self.profile(name).all_hosts)]

    def profile(self, name: str) -> Profile:
        """The profile of this name, read once; KeyError, ProfileError as with `load`."""
        return _read(self._paths[name])

    def profile_for(self, url: str) -> Profile:
        """The profile to whose site an address belongs, else the general one. Files with a mistake are passed over."""
        for name in self._paths:
            try:
                profile = self.profile(name)
            except ProfileError:
                continue
            if same_site(url, profile.all_hosts):
                return profile
        return Profile.generic(url)

    def profile_of(self, site: Site) -> Profile:
        """The profile of a site in an archive: the one of its name, else the general one (it was crawled by `site`)."""
        return self.profile(site.id) if site.id in self._paths else Profile.generic(site.home)


def spider_class(profile: Profile) -> type[NewsSpider]:
    """The spider of a profile. Its settings are below those of the command line and above the project's."""
    attributes: dict[str, Any] = {"name": profile.name, "profile": profile, "custom_settings": dict(profile.settings)}
    return type("NewsSpider", (NewsSpider,), attributes)


@cache
def _read(path: Path) -> Profile:
    return Profile.load(path)
