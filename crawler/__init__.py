"""How we run: Scrapy's settings, middlewares and commands."""
