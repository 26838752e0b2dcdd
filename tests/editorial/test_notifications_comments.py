"""Who is told of a comment, and of an answer to one."""

import re

import pytest
from wagtail.models import Comment, CommentReply, PageSubscription

from tests.support.editor_post import comment
from tests.support.http import url
from tests.support.mailbox import asked, asked_and_cleared, body, letter
from tests.support.moderation import autosave, sent, state

pytestmark = pytest.mark.usefixtures("clock", "queued_mail")


def test_a_comment_of_the_desk_reaches_the_owner_and_no_stock_mail(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    PageSubscription.objects.create(user=newsroom.r2, page=page, comment_notifications=True)
    asked_and_cleared()
    autosave(newsroom.r1, page, **comment("virgola <b>qui</b>?"))
    assert asked() == [("comment", "anna")]
    message = letter("comment", "anna")
    assert message["Subject"] == "Un commento su «T»"
    assert "virgola &lt;b&gt;qui&lt;/b&gt;?" in body(message, "html")
    note = Comment.objects.get()
    autosave(newsroom.r1, page, **comment("punto?", **{"comments-INITIAL_FORMS": "1", "comments-0-id": note.pk}))
    assert asked() == [("comment", "anna")]


def test_the_editor_offers_no_switch_for_mail_that_stays_off(newsroom):
    shown = newsroom.r1.client.get(url("edit", sent(newsroom.anna, newsroom.blog).pk)).content.decode()
    assert re.search(r"<div hidden>\s*<div [^>]*data-comment-notifications", shown)


def test_an_answer_reaches_owner_and_thread_as_far_as_they_still_read(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    note = Comment.objects.create(page=page, user=newsroom.r1, text="virgola?", contentpath="body")
    for person in (newsroom.su, newsroom.bruno, newsroom.ed):
        CommentReply.objects.create(comment=note, user=person, text="boh")
    asked_and_cleared()
    CommentReply.objects.create(comment=note, user=newsroom.r2, text="sì, virgola")
    assert asked() == [("answer", "anna"), ("answer", "ed"), ("answer", "r1")]
    assert f"/admin/lettura/{state(page).pk}/" in body(letter("answer", "r1"))
    asked_and_cleared()
    newsroom.desk.user_set.remove(newsroom.r1)
    CommentReply.objects.create(comment=note, user=newsroom.anna, text="va bene")
    assert asked() == [("answer", "ed"), ("answer", "r2")]
