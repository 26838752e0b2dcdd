from .member import Member
from .member_credit import NamesMember
from .pages import (
    ProfileGalleryItem,
    ProfileIndexPage,
    ProfileLink,
    ProfilePage,
    ProfileProfession,
    ProfileSkill,
    Skill,
)
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
