"""SQL that strangers write: what it may do, how much it may take, and the functions that it has."""
