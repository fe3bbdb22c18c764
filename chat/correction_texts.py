"""What the bot says where people tell it whether it read right."""

from chat.sentences import Sentences


class CorrectionTexts(Sentences):
    """The sentences, buttons and toasts of right or wrong."""

    def right_button(self) -> str:
        """Confirm a reading."""
        return self._("✓ Right")

    def wrong_button(self) -> str:
        """Begin to correct a reading."""
        return self._("✗ Wrong")

    def change_button(self) -> str:
        """Correct once more what was confirmed or corrected."""
        return self._("✎ Correct")

    def copy_button(self) -> str:
        """Copy the digits."""
        return self._("Copy")

    def no_digit_button(self) -> str:
        """Say that what was read is no digit at all."""
        return self._("not a digit")

    def back_button(self) -> str:
        """Go back without a change."""
        return self._("← Back")

    def done_button(self) -> str:
        """Finish after the last correction."""
        return self._("✓ Done")

    def keep_button(self) -> str:
        """Allow the corrected glyphs to be kept."""
        return self._("Yes, keep them")

    def keep_nothing_button(self) -> str:
        """Forbid it."""
        return self._("No")

    def which_is_wrong(self) -> str:
        """Ask for the wrong digit among several (200 characters at most)."""
        return self._("Tap the wrong digit, or reply to me with the right number.")

    def what_is_it(self, where: str) -> str:
        """Ask what a digit really is (200 characters at most)."""
        return self._("What is it really: {where}?").format(where=where)

    def which_digit_is_it(self) -> str:
        """Ask what the only digit really is (200 characters at most)."""
        return self._("Which digit is it really?")

    def confirmed(self) -> str:
        """Thank for the word that all is right."""
        return self._("Great, thank you!")

    def corrected(self) -> str:
        """Thank for a correction."""
        return self._("Corrected. Thank you!")

    def none_is_left(self) -> str:
        """Thank for the correction that nothing of it is a digit."""
        return self._("No digit, then. Thank you!")

    def may_i_keep(self) -> str:
        """Ask for the consent to keep corrected glyphs."""
        return self._(
            "May I keep the digits that you correct, to learn from them? Each as a picture of "
            "28 x 28 pixels with what it should be, never the photo. "
            "/settings changes this, /forget erases it."
        )

    def will_keep(self) -> str:
        """Acknowledge the consent."""
        return self._("Thank you! I keep the digits that you correct. /settings changes this.")

    def will_keep_nothing(self) -> str:
        """Acknowledge the refusal."""
        return self._("All right, I keep nothing. /settings changes this.")

    def not_your_button(self) -> str:
        """Turn down a stranger's press (200 characters at most)."""
        return self._("This button is for whoever asked, and for administrators.")

    def cant_change(self) -> str:
        """Say that a message can't be changed any more (200 characters at most)."""
        return self._("This message is too old for me to change it. Send the photo again.")

    def other_count(self, count: int) -> str:
        """Hint at how to correct by text, where the number of digits differs."""
        return self.ngettext(
            "I read {count} digit there. Reply with that one digit, and I'll correct it.",
            "I read {count} digits there. Reply with as many, and I'll correct them.",
            count,
        ).format(count=count)
