"""fgcoder: code focus-group transcripts by keyboard, on your own machine."""

import os

__version__ = "0.1.0"

# No other package's plugin shall see what pydantic checks here: study files are personal data. And to look for such
# plugins, pydantic reads what every installed package says of itself, which takes a tenth of the start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
