"""Who may do what with an episode: as with every page, and nobody copies one."""

from editorial.permissions.pages import EditorialTester


class EpisodeTester(EditorialTester):
    def can_copy(self) -> bool:
        """A copy would bear the same number; «Nuova puntata» gives one of its own."""
        return False
