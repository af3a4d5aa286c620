"""`scrapy new-site NAME URL`: a profile and samples from a first look at a site."""

import argparse
from pathlib import Path

from archive.errors import UsageError, of_folder
from archive.urls import canonical
from crawler.command import Command as BaseCommand
from crawler.live import look
from crawler.samples import save
from spiders import profilecheck
from spiders.draft import draft
from spiders.loader import ProfileLoader
from spiders.profile import Profile
from spiders.survey import Survey

_FIELDS = ("published_at", "source", "section")


# Scrapy names a command after its module.
__name__ = "crawler.commands.new-site"


class Command(BaseCommand):
    """Looks at a home page, some sections and some articles, politely, and writes what it found out."""

    requires_crawler_process = True

    def syntax(self) -> str:
        return "NAME URL"

    def short_desc(self) -> str:
        return "Draft a profile from a site, and save some of its pages with what is read of them"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        self._settings.set("LOG_LEVEL", "WARNING", priority="project")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        if len(args) != 2:
            raise UsageError("give a name and an address, like: scrapy new-site kfq http://www.kfq.test/")
        name, url = args
        loader = ProfileLoader.from_settings(self._settings)
        path = loader.folder / f"{name}.toml"
        profilecheck.name(path)
        if path.exists():
            raise UsageError(
                f"{path} is there already; choose another name, or check it with: scrapy check-site {name}"
            )
        survey = _survey(url)
        assert self.crawler_process is not None
        look(self.crawler_process, [survey.profile.home], survey.take)
        if survey.home is None or survey.home.capture.status is None:
            why = survey.home.capture.error if survey.home else "it was not asked for"
            raise UsageError(f"{url}: {why}; open it in a browser, and give the address that it ends up at")
        try:
            path.write_text(draft(survey), encoding="utf-8")
        except OSError as error:
            raise of_folder(path.parent, error) from error
        self._tell(survey, path, save(loader.samples / name, survey, Profile.load(path)))
        return 0

    def _tell(self, survey: Survey, path: Path, saved: list[Path]) -> None:
        assert survey.home is not None
        for seen in survey.listings:
            rows = len(seen.page.listing.rows) if seen.page.listing else 0
            self.say(f"section  {seen.name or '-'}  {rows} rows  {seen.capture.url}")
        for seen in survey.articles:
            article = seen.page.article
            assert article is not None  # that is what makes it one
            values = [getattr(article, field) or f"no {field}" for field in _FIELDS]
            self.say(f"article  {article.title or 'no title'}  {'  '.join(values)}  {len(article.body)} characters")
        if not survey.articles:
            self.say(f"no article was found; the home page was read as {survey.home.page.outcome}")
        self.say(f"{path} is the profile (software: {survey.cms or 'unknown'}); mend it where a field is wrong")
        if saved:
            self.say(f"{saved[0].parent} has {len(saved)} pages with what was read of them; look them over")
        self.say(f"then: scrapy check-site {path.stem}, and scrapy crawl {path.stem} -a max_pages=30")


def _survey(url: str) -> Survey:
    try:
        return Survey(Profile.generic(canonical(url)))
    except ValueError:
        raise UsageError(f"{url} is no http address; give it whole, like http://www.kfq.test/") from None
