from .member import Member
from .pages import (
    ProfileGalleryItem,
    ProfileIndexPage,
    ProfileLink,
    ProfileOffer,
    ProfilePage,
    ProfileProfession,
    ProfileSeek,
    ProfileSkill,
    Skill,
)
from .reference import Area, Place, Profession

__all__ = [
    "Area",
    "Member",
    "Place",
    "Profession",
    "ProfileGalleryItem",
    "ProfileIndexPage",
    "ProfileLink",
    "ProfileOffer",
    "ProfilePage",
    "ProfileProfession",
    "ProfileSeek",
    "ProfileSkill",
    "Skill",
]
