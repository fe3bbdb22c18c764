"""What the bot says about how it reads: under its pictures, and about them."""

from chat.sentences import Sentences


class PictureTexts(Sentences):
    """The sentences of "what I saw" and of /how."""

    def look_button(self) -> str:
        """Ask to see what the network saw."""
        return self._("🔍 What I saw")

    def look_button_of(self, number: int) -> str:
        """Ask to see what the network saw of one photo of an album."""
        return self._("🔍 Photo {number}").format(number=number)

    def seen_digits(self, count: int) -> str:
        """Explain a picture of digits with their chances."""
        return self.ngettext(
            "The network doesn't see your photo. It sees this one digit, shrunk to 28 x 28 pixels, "
            "and says how likely it is each of the ten. The cross means “not a digit”.",
            "The network doesn't see your photo. It sees each digit alone, shrunk to 28 x 28 "
            "pixels, and says how likely it is each of the ten. The cross means “not a digit”.",
            count,
        )

    def seen_page(self, count: int) -> str:
        """Explain the overview of a page, and where to go from there."""
        return self.ngettext(
            "{count} digit, as I found it on your photo. What I'm unsure of is orange. "
            "The arrow leads on to the details.",
            "{count} digits, as I found them on your photo. What I'm unsure of is orange. "
            "The arrow leads on to the details.",
            count,
        ).format(count=count)

    def seen_glyphs(self) -> str:
        """Explain all glyphs of a page."""
        return self._(
            "This is all that the network gets to see: each digit shrunk to 28 x 28 pixels. "
            "The bars say how likely it is 0, 1, 2 and so on up to 9, and last, no digit at all."
        )

    def seen_least_sure(self, count: int) -> str:
        """Explain the glyphs of a page with more digits than a picture holds."""
        return self.ngettext(
            "The {count} digit that I'm least sure of, as the network sees it: 28 x 28 pixels. "
            "The bars say how likely it is 0, 1, 2 and so on up to 9, and last, no digit at all.",
            "The {count} digits that I'm least sure of, as the network sees them: 28 x 28 pixels "
            "each. The bars say how likely it is 0, 1, 2 and so on up to 9, and last, no digit at "
            "all.",
            count,
        ).format(count=count)

    def seen_refused(self) -> str:
        """Explain a photo whose marks were all taken for no digits."""
        return self._(
            "I looked at everything framed in red and took nothing for a digit. Below is what came "
            "closest. The cross means “not a digit”."
        )

    def seen_refused_together(self) -> str:
        """Explain a photo whose marks look like digits one by one."""
        return self._(
            "I looked at everything framed in red. Below is what came closest: some of it does "
            "look like a digit by itself, but not when I see what stands around it."
        )

    def seen_nothing(self) -> str:
        """Explain a photo on which there are no marks."""
        return self._("I found no marks here at all that could be writing.")

    def page_of(self, number: int, count: int) -> str:
        """Say which picture of several this is."""
        return self._("Picture {number} of {count}").format(number=number, count=count)

    def photo_gone(self) -> str:
        """Say that there is no photo to draw any more (200 characters at most)."""
        return self._("The photo isn't there any more. Send it again, and I'll show you.")

    def still_drawing(self) -> str:
        """Answer a second press while the picture is being drawn (200 characters at most)."""
        return self._("I'm drawing it already.")

    def how_command(self) -> str:
        """Describe /how in the menu of commands."""
        return self._("how I read, in five pictures")

    def how(self) -> str:
        """Lead in five pictures of a person's own photo."""
        return self._("This is how I read your photo, in five steps. Tap the first and swipe on.")

    def how_sample(self) -> str:
        """Lead in five pictures of a sample, and say how to get one's own."""
        return self._(
            "This is how I read, in five steps, on a sample of my own. Tap the first and swipe on. "
            "Send /how in reply to a photo to see yours."
        )

    def how_photo(self) -> str:
        """Explain the first picture: the photo."""
        return self._("1. The photo: paper, light, shadows, all of it only grey pixels to me.")

    def how_ink(self) -> str:
        """Explain the second picture: the ink."""
        return self._(
            "2. The ink. I compare every spot with the paper around it, so that shadows vanish, "
            "and leave out ruled lines."
        )

    def how_boxes(self) -> str:
        """Explain the third picture: the boxes."""
        return self._(
            "3. The boxes. What hangs together may be one digit, two that touch, or half of one: "
            "I try every way to share it out. Red is what turned out to be none."
        )

    def how_glyphs(self) -> str:
        """Explain the fourth picture: the glyphs."""
        return self._(
            "4. The glyphs. Each piece is shrunk to 28 x 28 pixels, white on black and centred, "
            "as the network learned them."
        )

    def how_chances(self) -> str:
        """Explain the fifth picture: the chances."""
        return self._(
            "5. The answer. For each glyph the network says how likely it is a 0, a 1 and so on "
            "up to 9, or no digit at all. The tallest bar wins."
        )
