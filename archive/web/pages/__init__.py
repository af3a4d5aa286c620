"""The pages, one module each: what is asked of the archive, and what the template is given."""
