from cms.exceptions import ActionRefused


def test_a_refusal_leads_to_the_members_area_unless_told_otherwise():
    assert (str(ActionRefused("no")), ActionRefused("no").url, ActionRefused("no", "/x/").url) == (
        "no",
        "/area-soci/",
        "/x/",
    )
