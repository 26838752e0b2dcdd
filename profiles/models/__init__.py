from .member import Member
from .member_credit import MemberCredit
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
    "MemberCredit",
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
