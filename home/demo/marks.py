"""The log action of the home page that marks the demo as loaded."""

LOADED = "home.demo_loaded"
