"""The demo: the school of the reference documents, played for three months in a folder of its own."""

from __future__ import annotations

from ledr_adapters.demo.playing import DemoResult, Opener, play

__all__ = ["DemoResult", "Opener", "play"]
