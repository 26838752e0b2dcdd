"""What says that the demo was loaded: an entry in the log of the home."""

LOADED = "home.demo_loaded"
