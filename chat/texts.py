"""Every sentence that the bot says, in one language at a time.

The English sentence is its own key in the catalogues, so each stands here in full.
"""

from collections.abc import Sequence
from typing import Self

from chat.catalogue import CATALOGUES, language_of
from chat.correction_texts import CorrectionTexts
from chat.group_texts import GroupTexts
from chat.picture_texts import PictureTexts
from chat.service_texts import ServiceTexts
from chat.setting_texts import SettingTexts


class Texts(CorrectionTexts, GroupTexts, PictureTexts, SettingTexts, ServiceTexts):
    """The bot's sentences in one language, as Telegram's HTML.

    >>> Texts.speaking("en").not_sure_of(2)
    "I'm not quite sure of 2 digits:"
    """

    @classmethod
    def speaking(cls, language_code: str | None) -> Self:
        """Return the sentences for a client's language, English where there are none."""
        return cls(CATALOGUES[language_of(language_code)])

    # What the bot is

    def welcome(self) -> str:
        """Answer /start in a private chat."""
        return self._(
            "Hi! I read handwritten digits.\n\n"
            "Send me a photo with a digit, a number or a whole page of them, "
            "and I'll write down what I see.\n\n"
            "/help tells how to take a photo that I read well."
        )

    def help(self, read_command: str) -> str:
        """Answer /help in a private chat; `read_command` is /read with the bot's name."""
        return self._(
            "<b>What to send</b>\n"
            "A photo, a picture as a file, or a sticker with handwritten digits.\n\n"
            "<b>What I read best</b>\n"
            "Dark ink on plain light paper, in good light, seen from straight above, "
            "with a little space between the digits.\n\n"
            "<b>In groups</b>\n"
            "Reply to a photo with {read_command}, write that in a photo's caption, "
            "or reply to me with a photo.\n\n"
            "<b>How do I do it?</b>\n"
            "The button under an answer shows what I saw, /how explains it in five pictures.\n\n"
            "I keep no photos, more on that in /privacy. My language is in /settings."
        ).format(read_command=read_command)

    def group_help(self, read_command: str) -> str:
        """Answer /start and /help in a group."""
        return self._(
            "I read handwritten digits. Reply to a photo with {read_command}, "
            "write that in a photo's caption, or reply to me with a photo."
        ).format(read_command=read_command)

    def description(self) -> str:
        """Tell what the bot does, for an empty chat with it (512 characters at most)."""
        return self._(
            "I read handwritten digits. Send me a photo with a digit, a number or a whole page, "
            "and I'll write down what I see. I work in groups too."
        )

    def short_description(self) -> str:
        """Tell what the bot does, for its profile (120 characters at most)."""
        return self._("Reads handwritten digits from photos.")

    def start_command(self) -> str:
        """Describe /start in the menu of commands."""
        return self._("what I can do")

    def help_command(self) -> str:
        """Describe /help in the menu of commands."""
        return self._("how to get a good reading")

    def read_command(self) -> str:
        """Describe /read in the menu of commands."""
        return self._("read the photo you reply to")

    # Hints

    def send_a_photo(self) -> str:
        """Answer text and whatever else holds no picture, in a private chat."""
        return self._("Send me a photo of handwritten digits, and I'll read them. More: /help")

    def nothing_to_read(self) -> str:
        """Answer /read that points at no picture."""
        return self._("Send /read as a reply to a photo, and I'll read the digits on it.")

    # How sure a reading is

    def no_digits(self) -> str:
        """Say that there are no digits, with one tip."""
        return self._(
            "I see no digits here. Try writing them larger and darker, "
            "and take the photo from straight above in good light."
        )

    def sure(self) -> str:
        """Say that the reading is as good as certain."""
        return self._("I'm sure.")

    def fairly_sure(self) -> str:
        """Say that the reading is probably right."""
        return self._("I'm fairly sure.")

    def not_sure(self) -> str:
        """Say that a digit may be wrong."""
        return self._("I'm not quite sure.")

    def a_guess(self) -> str:
        """Say that a lone digit is as likely wrong as right."""
        return self._("That's only a guess.")

    def not_sure_of(self, count: int) -> str:
        """Lead in a list of several doubtful digits."""
        return self.ngettext(
            "I'm not quite sure of {count} digit:", "I'm not quite sure of {count} digits:", count
        ).format(count=count)

    def and_more(self, count: int) -> str:
        """End a list of doubtful digits that is too long to give in full."""
        return self.ngettext("and {count} more digit", "and {count} more digits", count).format(
            count=count
        )

    def how_many(self, count: int) -> str:
        """Count the digits of a long reading."""
        return self.ngettext("{count} digit.", "{count} digits.", count).format(count=count)

    def cut_short(self, count: int) -> str:
        """Say that a page is longer than one message."""
        return self.ngettext(
            "This is the beginning: {count} digit on the page, more than one message holds.",
            "This is the beginning: {count} digits on the page, more than one message holds.",
            count,
        ).format(count=count)

    def could_be(self, other: int) -> str:
        """Name the other value that a lone digit may have."""
        return self._("It could also be {other}.").format(other=other)

    def could_be_no_digit(self) -> str:
        """Say that a lone digit may be something else altogether."""
        return self._("It may not be a digit at all.")

    def digit_could_be(self, where: str, value: int, other: int) -> str:
        """Name the other value that one digit of several may have."""
        return self._("{where}, {value}, could also be {other}").format(
            where=where, value=value, other=other
        )

    def digit_could_be_none(self, where: str, value: int) -> str:
        """Say that one digit of several may be something else altogether."""
        return self._("{where}, {value}, may not be a digit at all").format(
            where=where, value=value
        )

    def place(self, number: int, line: int | None = None) -> str:
        """Say where a digit stands: its number in its line, both counted from 1.

        Without a line the reading has only one.
        """
        ordinals = self._ordinals()
        where = (
            self._("the {ordinal} digit").format(ordinal=ordinals[number - 1])
            if number <= len(ordinals)
            else self._("digit {number}").format(number=number)
        )
        return where if line is None else self._in_line(where, line)

    def _in_line(self, where: str, line: int) -> str:
        return self._("line {line}, {where}").format(line=line, where=where)

    def _ordinals(self) -> Sequence[str]:
        return (
            self.pgettext("which digit", "first"),
            self.pgettext("which digit", "second"),
            self.pgettext("which digit", "third"),
            self.pgettext("which digit", "fourth"),
            self.pgettext("which digit", "fifth"),
            self.pgettext("which digit", "sixth"),
            self.pgettext("which digit", "seventh"),
            self.pgettext("which digit", "eighth"),
            self.pgettext("which digit", "ninth"),
            self.pgettext("which digit", "tenth"),
        )

    # What can't be read

    def too_large_a_file(self) -> str:
        """Refuse a file above Telegram's limit for bots."""
        return self._(
            "This file is over 20 MB, and Telegram doesn't hand those to bots. "
            "Send it as a photo instead: that makes it smaller."
        )

    def too_many_pixels(self) -> str:
        """Refuse a picture with too many pixels."""
        return self._(
            "This picture is too big for me. Send it as a photo instead: that makes it smaller."
        )

    def not_a_picture(self) -> str:
        """Refuse a document of another kind, or one that only looks like a picture."""
        return self._("I can't read this file. Send me a photo, or a JPEG, PNG or WEBP picture.")

    def heic(self) -> str:
        """Refuse an iPhone's HEIC file."""
        return self._(
            "I can't open HEIC files. Send it as a photo instead: Telegram then converts it."
        )

    def moving(self) -> str:
        """Refuse a video, a GIF or an animated sticker."""
        return self._("I read still pictures only. Send me a photo or a screenshot of it.")

    def damaged(self) -> str:
        """Refuse a broken picture."""
        return self._("This picture is damaged, I can't open it. Please send it again.")

    def not_fetched(self) -> str:
        """Apologize for a download that failed."""
        return self._("I couldn't get this picture from Telegram. Please send it again.")

    def took_too_long(self) -> str:
        """Apologize for a photo that took longer than allowed."""
        return self._("That took too long, so I gave up. Please try again a bit later.")

    def went_wrong(self) -> str:
        """Apologize for a fault of the bot's own."""
        return self._("Something went wrong on my side. Please try again a bit later.")
