from .member import Member
from .pages import (
    ProfileGalleryItem,
    ProfileIndexPage,
    ProfileLink,
    ProfilePage,
    ProfileProfession,
    ProfileSkill,
    Skill,
)
from .people import NamesMember
from .reference import Area, Place, Profession

__all__ = [
    "Area",
    "Member",
    "NamesMember",
    "Place",
    "Profession",
    "ProfileGalleryItem",
    "ProfileIndexPage",
    "ProfileLink",
    "ProfilePage",
    "ProfileProfession",
    "ProfileSkill",
    "Skill",
]
