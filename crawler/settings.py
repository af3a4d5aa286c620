"""Every setting that we change, with its reason. `scrapy settings --get NAME` shows one; `-s NAME=VALUE` wins over all.

A profile may change a few of them for its site (spiders/profilecheck.py). Our own settings come first.
"""

from crawler.options import PROGRAM

# Ours

ARCHIVE_DIR = "data"  # the archive's folder, relative to the working directory
CONTACT = ""  # an e-mail or web address of yours, put in the user agent so that a site's keeper can write to you
CRAWL_PROXY = ""  # http://HOST:PORT of your own proxy; the environment's is ignored
GUARD_ALLOW = ""  # what the guard lets through beside public addresses: CIDR[:port], separated by commas
NOTIFY_COMMAND = ""  # a program of yours that gets what was found as JSON on its standard input; no shell
NOTIFY_URL = ""  # an address of yours that the same is posted to; it may be private
FILE_BUDGET = None  # files that a run may ask for when nothing else is due; None: 1000, 0: none
FILE_MAXSIZE = 50 * 1024 * 1024  # bytes; what is larger is cut off, and no file
FILE_TIMEOUT = 300  # seconds for a whole file
CLOCK = "system"  # where stored times come from: "2026-09-01T08:00:00Z" starts there, "+3d" shifts (demo, tests)
RECHECK_BUDGET = None  # articles that a run may ask for again though they were well; None: see crawler/recheck.py

# The project

BOT_NAME = "zone-archive"
SPIDER_LOADER_CLASS = "spiders.loader.ProfileLoader"  # every profile is a spider
COMMANDS_MODULE = "crawler.commands"
USER_AGENT = PROGRAM  # who we are; `scrapy crawl` adds CONTACT

# Politeness. crawler/throttle.py sets the delay before each request: never less than this, up to half more by
# chance, and longer where a site is slow, says Crawl-delay or Retry-After. So Scrapy's own jitter, which goes both
# ways, and AutoThrottle, which knows nothing of the rest, are off.

ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 3
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = False
CONCURRENT_REQUESTS = 1  # one request at a time, whatever hosts a site has
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",  # readers of WARC stumble over others: warcio's own check over brotli
}

# What an answer may cost

DOWNLOAD_TIMEOUT = 30  # seconds for a whole response, headers without end among them
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes; what comes beyond is cut off (crawler/limits.py)
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DOWNLOAD_FAIL_ON_DATALOSS = False  # a response that breaks off is kept as far as it came, and said to be cut
REDIRECT_MAX_TIMES = 10
MEMUSAGE_LIMIT_MB = 1024  # a run that grows beyond it is ended; what is due stays due

# What may be asked for: http and https only. The guard comes first; robots.txt, redirects and the proxy follow, and
# captures are taken next to the network, where bodies are as received.

DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("file", "data", "ftp", "s3")),
    **dict.fromkeys(("http", "https"), "crawler.headers.MeasuredHandler"),  # headers have a limit as well
}
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"
METAREFRESH_ENABLED = False  # a page's word, not the server's: the reader judges it
HTTPPROXY_ENABLED = False  # it would follow http_proxy of the environment
DOWNLOADER_MIDDLEWARES = {
    "crawler.guard.GuardMiddleware": 10,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # it drops silently; the guard leaves a record
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # we have no password of anybody's
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,  # the archive counts, and more than this does
    "crawler.limits.FileLimits": 50,
    "crawler.robots.RobotsMiddleware": 100,
    "crawler.proxy.ProxyMiddleware": 750,
    "crawler.capture.CaptureMiddleware": 950,
}
EXTENSIONS = {
    "crawler.throttle.Pace": 0,
    "crawler.limits.SizeLimit": 0,
    "crawler.stall.Watchdog": 0,
    "crawler.progress.ProgressBar": 0,
}

# The frontier in the database decides what is asked for, and how often: nothing beside it remembers or retries.

RETRY_ENABLED = False
DUPEFILTER_CLASS = "crawler.dupes.KnownRedirects"
COMPRESSION_ENABLED = False  # archive/payload.py undoes it, and sees whether a body came whole

# Doors that are open by default, each of them a way in: code by telnet or remote control, and with cookies on
# tldextract asks GitHub for a list at the first request.

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False

# Speed: twice the pages a second of CPU. By default Scrapy makes a hundred tasks for each response and reads the
# source of every callback anew. What a spider yields is looked at by five middlewares beside that for Referer: ours
# yield nothing, or only the next page to look at.

CONCURRENT_ITEMS = 1
WARN_ON_GENERATOR_RETURN_VALUE = False
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}

# What is said. One line at the end says what Scrapy's dump of counters would.

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
LOG_DATEFORMAT = "%H:%M:%S"
STATS_DUMP = False
LOGSTATS_INTERVAL = 0
