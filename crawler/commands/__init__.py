"""Our commands beside Scrapy's; they only wire what the other packages do."""
