"""Page permissions of an episode: those of every page, without copying."""

from editorial.permissions.pages import EditorialTester


class EpisodeTester(EditorialTester):
    def can_copy(self) -> bool:
        """Nobody may copy an episode: the copy would have the same number. «Nuova puntata» gives a new one."""
        return False
