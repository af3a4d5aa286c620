"""`scrapy new-site NAME URL`: a profile and samples from a first look at a site."""

import argparse
from pathlib import Path
from urllib.parse import urljoin

from archive.errors import UsageError, of_folder
from archive.records import Outcome
from archive.urls import canonical, host, same_site
from crawler.command import Command as BaseCommand
from crawler.live import look
from crawler.samples import save
from spiders import profilecheck
from spiders.draft import draft
from spiders.extract.shapes import shape
from spiders.loader import ProfileLoader
from spiders.profile import Profile
from spiders.survey import ARTICLES, SECTIONS, Survey

_FIELDS = ("published_at", "source", "section")
_HOMES = (Outcome.LISTING, Outcome.OK, Outcome.JS_REQUIRED)
_REMEDY = "open it in a browser, and give the address that it ends up at"
# By what an error begins with.
_REMEDIES = {
    "refused by robots.txt": "the site wants no programs there; ask those who run it",
    "refused by guard": "only public addresses are asked for, and those that GUARD_ALLOW names",
    "refused: ": "without its robots.txt a site is left alone; see in a browser if the address is right, or try later",
}


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
        if path.parent != loader.folder or name.startswith("_"):
            raise UsageError(f"{name!r} is no name of a spider; give the name first, then the address")
        profilecheck.name(path)
        if not loader.folder.is_dir():
            raise UsageError(f"{loader.folder} is no folder; make it, or give another as PROFILES")
        if path.exists():
            raise UsageError(
                f"{path} is there already; choose another name, or check it with: scrapy check-site {name}"
            )
        survey = _survey(url)
        delay = self._settings.getfloat("DOWNLOAD_DELAY")
        self.say(f"looking at {url}, up to {SECTIONS} sections and {ARTICLES} articles, {delay:g} seconds apart")
        assert self.crawler_process is not None
        look(self.crawler_process, [survey.profile.home], survey.take)
        if (objection := _objection(url, survey)) is not None:
            raise UsageError(objection)
        try:
            path.write_text(draft(survey), encoding="utf-8")
        except OSError as error:
            raise of_folder(path.parent, error) from error
        self._tell(survey, path, save(loader.samples / name, survey, Profile.load(path)))
        return 0

    def _tell(self, survey: Survey, path: Path, saved: list[Path]) -> None:
        assert survey.home is not None
        for seen in survey.listings:
            self.say(f"section  {seen.label}  {len(seen.rows)} rows  {seen.capture.url}")
        for seen in survey.articles:
            article = seen.page.article
            assert article is not None  # that is what makes it one
            values = [getattr(article, field) or f"no {field}" for field in _FIELDS]
            text = f"{len(article.body)} characters" if article.body else f"{article.body_kind or 'nothing'} for text"
            values += [text, f"files: {len(article.attachments)}"]
            self.say(f"article  {article.title or 'no title'}  {'  '.join(values)}")
        if survey.home.page.outcome is Outcome.JS_REQUIRED:
            self.say("the home page is empty without JavaScript; with `render = true` a browser makes it")
        elif not survey.articles:
            self.say(
                f"no article was found (the home page was read as {survey.home.page.outcome}); add `sections` to the "
                "profile, or crawl all that is linked"
            )
        if survey.not_asked:
            self.say(f"{len(survey.not_asked)} more links look like sections; they stand in the profile as comments")
        self.say(f"{path} is the profile (software: {survey.cms or 'unknown'}); mend it where a field is wrong")
        if saved:
            self.say(f"{saved[0].parent} has the pages that were looked at ({len(saved)}) with what was read of them")
        self.say(f"then: scrapy check-site {path.stem}, and scrapy crawl {path.stem} -a max_pages=30")


def _objection(url: str, survey: Survey) -> str | None:
    """Why there is nothing to draft a profile from; None where there is something."""
    if survey.home is None:
        return f"{url}: it was not asked for; {_REMEDY}"
    capture, page = survey.home.capture, survey.home.page
    if capture.status is None:
        error = capture.error or ""
        remedy = next((remedy for begin, remedy in _REMEDIES.items() if error.startswith(begin)), _REMEDY)
        return f"{url}: {error}; {remedy}"
    if page.redirect_url is not None and same_site(target := urljoin(url, page.redirect_url), [host(url)]):
        return f"{url} redirects in a circle, to {target}; {_REMEDY}"
    if page.redirect_url is not None:
        return f"{url} leads to {target}, which is another site; give that address if it is the one"
    if page.outcome not in _HOMES:
        return f"{url}: status {capture.status}, read as {page.outcome}; {_REMEDY}"
    if page.outcome is Outcome.OK and (shape(capture.url) == "article" or not survey.sections):
        return f"{url} reads as an article; give the address of the home page"
    return None


def _survey(url: str) -> Survey:
    try:
        return Survey(Profile.generic(canonical(url)))
    except ValueError:
        raise UsageError(f"{url!r} is no http address; give it whole, like http://www.kfq.test/") from None
