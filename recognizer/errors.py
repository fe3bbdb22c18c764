"""Why a photo could not be read. Each has one clear cause, so that a caller can word it."""


class PhotoError(Exception):
    """The root: these bytes are not a photo that can be read."""


class UnsupportedFormat(PhotoError):
    """Not a JPEG, PNG or WEBP picture, whatever its name says; an empty file too."""


class DamagedPhoto(PhotoError):
    """The format is right but the content is cut off or broken."""


class AnimatedPhoto(PhotoError):
    """More than one frame: a moving picture has no single reading."""


class PhotoTooLarge(PhotoError):
    """More pixels than a photo may have."""
