"""What we know of sites: profiles, and how to read a page."""
