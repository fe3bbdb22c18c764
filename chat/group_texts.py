"""What the bot says where several people or several photos are."""

from chat.sentences import Sentences


class GroupTexts(Sentences):
    """The sentences of albums, of groups, and of guests."""

    # Albums

    def album_doubtful(self) -> str:
        """Say after the digits of one photo of an album that some are doubtful."""
        return self._("(not quite sure)")

    def album_no_digits(self) -> str:
        """Say that one photo of an album has no digits."""
        return self._("no digits")

    # Coming into a group

    def hello_group_asked(self, read_command: str) -> str:
        """Introduce the bot where Telegram shows it only what is meant for it."""
        return self._(
            "Hello! I read handwritten digits. I see only messages that are meant for me here, "
            "so show me a photo:\n"
            "• reply to it with {read_command},\n"
            "• or write that in its caption,\n"
            "• or send the photo as a reply to me.\n\n"
            "If I may look at every photo, make me an administrator."
        ).format(read_command=read_command)

    def hello_group_every_photo(self, read_command: str) -> str:
        """Introduce the bot where it sees every message and looks at every photo."""
        return self._(
            "Hello! I read handwritten digits. I can see all messages here; I look at photos only "
            "and answer where I find digits. To ask me about one, reply to it with "
            "{read_command}.\n\n"
            "Administrators can tell me in /settings to wait until I'm asked."
        ).format(read_command=read_command)

    def hello_group_when_asked(self, read_command: str) -> str:
        """Introduce the bot where it sees every message but was told to wait until asked."""
        return self._(
            "Hello! I read handwritten digits. I can see all messages here, but I read a photo "
            "only when I'm asked: reply to it with {read_command}, or write that in its caption."
            "\n\nAdministrators can change that in /settings."
        ).format(read_command=read_command)

    # Where the bot is a guest

    def guest_title(self) -> str:
        """Name the message that a guest sends, where a client shows that."""
        return self._("Digits on the photo")

    def guest_nothing_to_read(self, name: str) -> str:
        """Answer a mention that replies to no picture, where the bot is no member."""
        return self._(
            "Mention me ({name}) in reply to a photo, and I'll read the digits on it."
        ).format(name=name)
