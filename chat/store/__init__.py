"""What the bot keeps: what people chose, and the glyphs that they gave. Nothing else of theirs."""
