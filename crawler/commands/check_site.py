"""`scrapy check-site NAME`: what of a profile no longer fits its site."""

import argparse

from archive.errors import UsageError
from crawler.check import DRIFT, FAILING
from crawler.command import Command as BaseCommand
from crawler.live import look
from crawler.samples import differences, samples
from spiders.extracted import records
from spiders.fit import misfits
from spiders.loader import ProfileLoader
from spiders.parse import parse
from spiders.profile import Profile
from spiders.profilecheck import nearest
from spiders.survey import Survey

# Scrapy names a command after its module.
__name__ = "crawler.commands.check-site"


class Command(BaseCommand):
    """Reads the saved samples again, then looks at the live site by the profile; nothing is archived."""

    requires_crawler_process = True

    def syntax(self) -> str:
        return "[--offline] NAME"

    def short_desc(self) -> str:
        return "Say what of a profile no longer fits its site"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--offline", action="store_true", help="read the saved samples only")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        self._settings.set("LOG_LEVEL", "WARNING", priority="project")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        loader = ProfileLoader.from_settings(self._settings)
        if len(args) != 1:
            raise UsageError("give one profile's name; `scrapy list` shows them")
        try:
            profile = loader.profile(args[0])
        except KeyError:
            raise UsageError(f"there is no profile {args[0]}; {nearest(args[0], loader.names)}") from None
        code = self._check_samples(loader, profile)
        return code if opts.offline else self._check_live(profile) or code

    def _check_samples(self, loader: ProfileLoader, profile: Profile) -> int:
        saved = samples(loader.samples / profile.name)
        found = [
            f"{sample.path.name}: {line}"
            for sample in saved
            for line in differences(sample.expected or {}, records(parse(sample.capture, profile)))
        ]
        for line in found:
            self.say(line)
        said = f"{len(saved)} samples, {len(found)} values read otherwise" if saved else "no samples are saved"
        self.say(f"{profile.name}: {said}")
        return DRIFT if found else 0

    def _check_live(self, profile: Profile) -> int:
        survey = Survey(profile)
        self._settings.setdict(profile.settings, priority="spider")
        assert self.crawler_process is not None
        look(self.crawler_process, [profile.home], survey.take)
        found = misfits(survey)
        for line in found:
            self.say(line)
        self.say(
            f"{profile.name}: {len(survey.pages)} pages asked for, {len(survey.listings)} lists, "
            f"{len(survey.articles)} articles; {'all fits' if not found else f'{len(found)} things do not fit'}"
        )
        is_there = survey.home is not None and survey.home.capture.status is not None
        return 0 if not found else DRIFT if is_there else FAILING
