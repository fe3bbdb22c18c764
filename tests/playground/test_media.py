"""What Telegram makes of the pictures and files that people send."""

import io

import pytest
from PIL import Image
from telegram import Bot, Message
from telegram.error import BadRequest, InvalidToken

from playground import Playground
from playground.files import DOWNLOAD_LIMIT, Files
from playground.media import photo
from tests.playground.conftest import picture


async def _last(bot: Bot) -> Message:
    message = (await bot.get_updates())[-1].message
    assert message
    return message


@pytest.mark.parametrize(
    ("size", "sides"),
    [
        ((60, 40), [60]),
        ((500, 400), [90, 320, 500]),
        ((1280, 900), [90, 320, 800, 1280]),
        ((3000, 2000), [90, 320, 800, 1280]),
    ],
)
async def test_a_photo_comes_in_sizes(
    playground: Playground, bot: Bot, size: tuple[int, int], sides: list[int]
) -> None:
    """A photo is scaled to the usual longest sides, largest last and never enlarged."""
    ann = playground.user("Ann")
    playground.send_photo(ann, picture(*size), caption="what is it?")
    message = await _last(bot)
    data = await (await message.photo[-1].get_file()).download_as_bytearray()
    image = Image.open(io.BytesIO(data))

    assert sides == [max(each.width, each.height) for each in message.photo]
    assert ("JPEG", sides[-1], "what is it?") == (image.format, max(image.size), message.caption)
    assert len(data) == message.photo[-1].file_size


def test_a_large_photo_keeps_more_on_request() -> None:
    """A photo in high definition has a fifth size."""
    assert photo(Files(), picture(2600, 600), largest=2560)[-1]["width"] == 2560


def test_a_photo_is_upright_and_on_white() -> None:
    """EXIF is applied and removed, transparency becomes white."""
    files = Files()
    exif = Image.Exif()
    exif[0x0112] = 6
    (_, turned) = photo(files, picture(200, 100, exif=exif))
    (clear,) = photo(files, picture(80, 60, form="PNG", mode="RGBA"))
    upright = Image.open(io.BytesIO(files.get(turned["file_id"]).data))
    flat = Image.open(io.BytesIO(files.get(clear["file_id"]).data))

    assert (upright.size, dict(upright.getexif())) == ((100, 200), {})
    assert flat.getpixel((70, 50)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "LA"])
def test_any_kind_of_picture_becomes_a_photo(mode: str) -> None:
    """Every way to store pixels ends as a JPEG."""
    out = io.BytesIO()
    Image.new("L", (50, 40), 200).convert("RGB").convert(mode if mode != "I;16" else "L").convert(
        mode
    ).save(out, "TIFF")

    assert photo(Files(), out.getvalue())[-1]["width"] == 50


async def test_a_document_is_kept_byte_for_byte(playground: Playground, bot: Bot) -> None:
    """A file keeps its bytes, and its name and type are what the sender claims."""
    ann = playground.user("Ann")
    data = picture(600, 300, form="PNG")
    playground.send_document(ann, data, file_name="scan.png", mime_type="image/heic")
    document = (await _last(bot)).document
    assert document

    assert data == await (await document.get_file()).download_as_bytearray()
    assert (document.file_name, document.mime_type) == ("scan.png", "image/heic")
    assert document.thumbnail
    assert document.thumbnail.width == 320


async def test_a_file_beyond_the_limit_can_not_be_fetched(playground: Playground, bot: Bot) -> None:
    """GetFile serves 20 MB and no more."""
    ann = playground.user("Ann")
    playground.send_document(ann, b"x", size=DOWNLOAD_LIMIT + 1)
    large = (await _last(bot)).document
    playground.send_document(ann, b"x", size=DOWNLOAD_LIMIT)
    fits = (await _last(bot)).document
    assert large
    assert fits

    with pytest.raises(BadRequest, match="File is too big"):
        await large.get_file()
    assert await (await fits.get_file()).download_as_bytearray() == b"x"
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("nonsense")


async def test_a_missing_download_is_not_found(playground: Playground, bot: Bot) -> None:
    """The download of a file that is not there answers 404."""
    ann = playground.user("Ann")
    playground.send_document(ann, b"x")
    document = (await _last(bot)).document
    assert document
    file = await document.get_file()
    file._unfreeze()
    file.file_path = f"{file.file_path}x"

    with pytest.raises(InvalidToken):
        await file.download_as_bytearray()


async def test_stickers(playground: Playground, bot: Bot) -> None:
    """A static sticker is a WEBP of at most 512 pixels; the others say what they are."""
    ann = playground.user("Ann")
    playground.send_sticker(ann, picture(1000, 800, form="PNG"))
    still = (await _last(bot)).sticker
    playground.send_sticker(ann, b"tgs", sticker="animated")
    animated = (await _last(bot)).sticker
    playground.send_sticker(ann, b"webm", sticker="video")
    video = (await _last(bot)).sticker
    assert still
    assert animated
    assert video
    data = await (await still.get_file()).download_as_bytearray()

    assert ((image := Image.open(io.BytesIO(data))).format, image.size) == ("WEBP", (512, 410))
    assert (still.is_animated, still.is_video) == (False, False)
    assert (animated.is_animated, animated.is_video) == (True, False)
    assert (video.is_animated, video.is_video) == (False, True)


async def test_films_and_sounds(playground: Playground, bot: Bot) -> None:
    """A GIF fills the document too; videos, video notes and voice messages have their own place."""
    ann = playground.user("Ann")
    playground.send_animation(ann, b"mp4")
    playground.send_video(ann, b"mp4", caption="look")
    playground.send_video_note(ann, b"mp4")
    playground.send_voice(ann, b"ogg")
    gif, video, note, voice = [update.message for update in await bot.get_updates()]
    assert gif and gif.animation and gif.document  # noqa: PT018
    assert video and note and voice  # noqa: PT018

    assert gif.animation.file_id == gif.document.file_id
    assert (video.caption, video.video is not None) == ("look", True)
    assert note.video_note
    assert voice.voice


async def test_an_album_comes_as_single_updates(playground: Playground, bot: Bot) -> None:
    """The pictures of an album are separate updates with one group number."""
    ann = playground.user("Ann")
    playground.send_album(ann, [picture(), picture(200, 100)], caption="two")
    messages = [update.message for update in await bot.get_updates() if update.message]

    assert [message.caption for message in messages] == ["two", None]
    assert len({message.media_group_id for message in messages} - {None}) == 1
