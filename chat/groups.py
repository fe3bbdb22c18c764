"""How people in a group ask for a reading, as filters of messages."""

from telegram import Message, MessageEntity
from telegram.ext.filters import MessageFilter

from chat.attachments import Kind, attachment_of

READ = "read"


class CarriesFile(MessageFilter):
    """A message with a picture, a video or a document."""

    def filter(self, message: Message) -> bool:
        """Tell whether the message is one."""
        return attachment_of(message) is not None


class Shows(MessageFilter):
    """A message with an attachment of one of the given kinds."""

    def __init__(self, *kinds: Kind) -> None:
        super().__init__()
        self._kinds = kinds

    def filter(self, message: Message) -> bool:
        """Tell whether the message is one."""
        attachment = attachment_of(message)
        return attachment is not None and attachment.kind in self._kinds


class ReadCaption(MessageFilter):
    """A caption with /read, or /read@ and this bot's name: CommandHandler looks at texts alone."""

    def filter(self, message: Message) -> bool:
        """Tell whether the message has one."""
        bot_name = message.get_bot().username.lower()
        commands = message.parse_caption_entities([MessageEntity.BOT_COMMAND]).values()
        return any(command.lower() in {f"/{READ}", f"/{READ}@{bot_name}"} for command in commands)


class ReplyToBot(MessageFilter):
    """A reply to one of this bot's own messages."""

    def filter(self, message: Message) -> bool:
        """Tell whether the message is one."""
        original = message.reply_to_message
        return (
            original is not None
            and original.from_user is not None
            and original.from_user.id == message.get_bot().id
            and original.forum_topic_created is None  # every message of a topic replies to it
        )


CARRIES_FILE = CarriesFile()
PICTURE = Shows(Kind.PHOTO, Kind.PICTURE_FILE)
PICTURE_OR_HEIC = Shows(Kind.PHOTO, Kind.PICTURE_FILE, Kind.HEIC_FILE)
READ_CAPTION = ReadCaption()
REPLY_TO_BOT = ReplyToBot()
