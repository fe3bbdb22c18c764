"""What the bot says of settings, of privacy, and of forgetting."""

from chat.sentences import Sentences


class SettingTexts(Sentences):
    """The sentences and buttons of /settings, /privacy and /forget."""

    def settings_command(self) -> str:
        """Describe /settings in the menu of commands."""
        return self._("language and what I may keep")

    def group_settings_command(self) -> str:
        """Describe /settings in the menu of a group's administrators."""
        return self._("language, which photos I read, how much I say")

    def privacy_command(self) -> str:
        """Describe /privacy in the menu of commands."""
        return self._("what I keep about you")

    def forget_command(self) -> str:
        """Describe /forget in the menu of commands."""
        return self._("erase what you gave me")

    def person_settings(self, language: str, choice: str) -> str:
        """Show what a person chose."""
        return self._(
            "<b>Settings</b>\n"
            "Language: {language}\n"
            "Help improve: {choice}\n\n"
            "While “help improve” is on, I keep the digits that you correct, each as a picture of "
            "28 x 28 pixels with what it should be. Never a photo. More: /privacy"
        ).format(language=language, choice=choice)

    def group_settings(self, language: str, photos: str, answers: str) -> str:
        """Show what a group's administrators chose."""
        return self._(
            "<b>Settings of this group</b>\n"
            "Language: {language}\n"
            "Photos: {photos}\n"
            "Answers: {answers}\n\n"
            "Only administrators can change them."
        ).format(language=language, photos=photos, answers=answers)

    def which_language(self) -> str:
        """Ask for the language."""
        return self._("Which language shall I speak?")

    def language_name(self) -> str:
        """Name the language of these sentences."""
        return self.pgettext("the name of this language in itself", "English")

    def language_of_client(self) -> str:
        """Name the choice that the language of a person's Telegram decides."""
        return self._("as in your Telegram")

    def language_of_asker(self) -> str:
        """Name the choice that in a group everybody is answered in a language of their own."""
        return self._("that of whoever asks")

    def language_button(self) -> str:
        """Lead to the choice of the language."""
        return self._("Language")

    def help_improve_on(self) -> str:
        """Say that corrected glyphs are kept."""
        return self.pgettext("help improve", "on")

    def help_improve_off(self) -> str:
        """Say that they are not."""
        return self.pgettext("help improve", "off")

    def switch_on_button(self) -> str:
        """Consent."""
        return self._("Help improve: switch on")

    def switch_off_button(self) -> str:
        """Take the consent back."""
        return self._("Help improve: switch off")

    def every_photo(self) -> str:
        """Name the choice that photos are read without being asked about."""
        return self._("every photo with digits")

    def only_when_asked(self) -> str:
        """Name the choice that they are not."""
        return self._("only when asked")

    def full_answers(self) -> str:
        """Name the choice of answers that say how sure they are."""
        return self._("in full")

    def terse_answers(self) -> str:
        """Name the choice of answers that are digits alone."""
        return self._("the digits alone")

    def photos_button(self, photos: str) -> str:
        """Change which photos are read; `photos` is what pressing leads to."""
        return self._("Photos → {photos}").format(photos=photos)

    def answers_button(self, answers: str) -> str:
        """Change how much is said; `answers` is what pressing leads to."""
        return self._("Answers → {answers}").format(answers=answers)

    def saved(self) -> str:
        """Acknowledge a choice (200 characters at most)."""
        return self._("Saved.")

    def not_saved(self) -> str:
        """Apologize for a database that fails (200 characters at most)."""
        return self._("I can't save that just now. Please try again a bit later.")

    def administrators_only(self) -> str:
        """Turn down who may not change a group's settings (200 characters at most)."""
        return self._("Only administrators can change the settings of this group.")

    def privacy(self) -> str:
        """Answer /privacy."""
        return self._(
            "<b>Photos</b>\n"
            "I keep none. A message waits here until it is answered, then it is gone. For /how I "
            "remember which photo was your last, until I'm restarted.\n\n"
            "<b>What you choose</b>\n"
            "Your language and your word on “help improve”, beside your number in Telegram.\n\n"
            "<b>Digits that you correct</b>\n"
            "Only if you allow it: each as 28 x 28 pixels, with what it should be and the day, "
            "to teach the network. Nothing else of the photo.\n\n"
            "/settings changes what you chose, /forget erases everything at once."
        )

    def forgotten(self, count: int) -> str:
        """Answer /forget; `count` is of the glyphs that were erased."""
        if not count:
            return self._("Done: what you chose is erased. You had given no digits.")
        return self.ngettext(
            "Done: what you chose and {count} digit that you gave are erased.",
            "Done: what you chose and {count} digits that you gave are erased.",
            count,
        ).format(count=count)
