"""Every Scrapy setting that differs from Scrapy's default, each with its reason."""

from feeds import __version__

BOT_NAME = "broadsheet"

# --- What is crawled -----------------------------------------------------------------------------

# Hand-written spiders; a workspace adds its own with SPIDER_MODULES in its scrapy.cfg's settings.
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
# Shows every source as a spider. Scrapy reads this before add-ons, hence it stands here.
SPIDER_LOADER_CLASS = "crawler.spiderloader.SourceLoader"
SPIDER_LOADER_WARN_ONLY = True  # one spider that cannot be imported must not hide the others

# --- Engine --------------------------------------------------------------------------------------

# asyncio alone, with Scrapy's own aiohttp handler: 0.3 ms CPU less a request than Twisted's, and
# several crawls can follow each other in one process. Scrapy calls the handler experimental.
TWISTED_REACTOR_ENABLED = False
# A page yields one article here; 100 tasks a response (the default) cost a third of the CPU.
CONCURRENT_ITEMS = 1
# Articles are asked for in the order of their list, newest first; Scrapy begins with the last.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
# A source reads one host, mostly: a queue that balances hosts has nothing to balance.
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.ScrapyPriorityQueue"
# Inspects the source of every callback for a mistake that the type checker finds.
WARN_ON_GENERATOR_RETURN_VALUE = False

# --- What is never spoken ------------------------------------------------------------------------

# Both let a local process steer the crawl, the first by executing code.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
# A crawled link must never lead to the user's files or cloud.
# Everything else passes the guard, which keeps requests out of private networks.
DOWNLOAD_HANDLERS = {
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
    "http": "crawler.guard.handler.GuardedHandler",
    "https": "crawler.guard.handler.GuardedHandler",
}
DOWNLOAD_VERIFY_CERTIFICATES = True
# Scrapy's own less the wish for English: a site must answer in the language it is known for.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
}
# Cookies would tie requests together that need nothing of each other; a source may ask for them.
COOKIES_ENABLED = False
# An HTML page must not send us elsewhere.
METAREFRESH_ENABLED = False
# The list page is nobody's business, and computing the header costs CPU.
REFERER_ENABLED = False

# --- Manners -------------------------------------------------------------------------------------

USER_AGENT = f"broadsheet/{__version__}"
ROBOTSTXT_OBEY = True
# Scrapy's own keeps what robots.txt says to thousands of others, rule by rule.
ROBOTSTXT_PARSER = "crawler.guard.rules.OwnRules"
# One request a second to a host, and never more than two unanswered; a source may say otherwise.
# The guard keeps it across all sources of a host; jitter would only add to the wait.
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 2

# --- Caps ----------------------------------------------------------------------------------------

# The largest article pages measured are below 4 MB; Scrapy's 1 GiB would fill the memory.
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0  # the cap is enough
# A server that has not answered in full by then will not; 180 s would hold up the whole run.
DOWNLOAD_TIMEOUT = 20
# RFC 9110 §15.4 recommends five at least; more are loops.
REDIRECT_MAX_TIMES = 5
# Seconds that a source may take, for `crawler.guard.bound`; the command line says otherwise with
# --time. Scrapy's CLOSESPIDER_TIMEOUT lets go on what is under way.
BROADSHEET_SECONDS = 600
# Three attempts in all.
RETRY_TIMES = 2
# Scrapy's list without Twisted's errors, which do not happen here and take 0.3 s to import.
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    OSError,
]

# --- Components ----------------------------------------------------------------------------------

EXTENSIONS = {
    "crawler.extensions.workspace.OpenWorkspace": 0,
    "crawler.guard.bound.Bound": 0,
    # Replaced by the run log and the command line's progress.
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
}
ITEM_PIPELINES = {
    "crawler.pipelines.validate.Validate": 100,
    "crawler.pipelines.clean.Clean": 200,
    "crawler.pipelines.dates.Dates": 300,
    "crawler.pipelines.span.Span": 350,
    "crawler.pipelines.dedupe.Dedupe": 400,
    "crawler.pipelines.save.Save": 900,
}
DOWNLOADER_MIDDLEWARES = {
    # A proxy that no source names would resolve names where the guard cannot see them.
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    # Scrapy fetches on when robots.txt answers 5xx.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.guard.robots.Robots": 100,
    # HTTP authentication from spider attributes; credentials are headers of a source, which the
    # guard sends to the hosts of its lists only.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    # Scrapy's own hands on what it got of an answer that ends early.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.guard.unpacking.Unpack": 590,
    # Scrapy's own downloads a list of public suffixes.
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawler.guard.cookies.Cookies": 700,
    # Scrapy's own asks six times before it sees a loop.
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.guard.redirects.Redirects": 600,
}
SPIDER_MIDDLEWARES = {
    # Each one here is three generators a response. Lists bound their depth, `feeds.links` the
    # length of URLs; no referers are sent, and nobody asks which request was a first one.
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
# What `scrapy check` holds every source to.
SPIDER_CONTRACTS = {"crawler.contracts.ListContract": 100}
# The ledger counts what matters to a run; Scrapy's own count of bytes and methods costs CPU.
DOWNLOADER_STATS = False

# --- Log -----------------------------------------------------------------------------------------

# An article that is dropped need not stand in the log in full.
LOG_FORMATTER = "crawler.logformatter.ShortLogFormatter"
# DEBUG writes every article in full.
LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"  # else CJK is written as escapes

# --- Feeds straight from a spider: docs/exporters.md ---------------------------------------------

FEED_EXPORTERS = {
    "atom": "crawler.exporters.AtomItemExporter",
    "rss": "crawler.exporters.RssItemExporter",
    # Scrapy's own "json" is a bare list of items, which no feed reader takes; "jsonlines" stays.
    "json": "crawler.exporters.JsonFeedItemExporter",
}
