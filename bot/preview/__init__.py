"""The very bot in the browser, for those who change its words."""
