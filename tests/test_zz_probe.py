from tests.cms.test_uploads import *
def test_p(people):
    for c in ("html","empty", "too many points", "wrong name","no name"):
        n, f, w = BAD_PICTURES[c]
        a = send(people["member"],"member","image",n,f()).json()
        print("##", c, list(a)); h=a.get("htmlFragment") or a.get("html") or ""
        i=h.find("error"); print(re.findall(r'.{0,10}error.{0,400}', h, re.S)[:2]); print(re.findall(r'<input[^>]*title[^>]*>',h))
    for c in ("empty","too many points","wrong name"):
        n, f, w = BAD_PICTURES[c]
        data = {"title": TITLE, "collection": collection("desk"), "file": SimpleUploadedFile(n, f())}
        h = people["desk"].client.post(reverse("wagtailimages:add"), data).content.decode()
        print("##P", c, re.findall(r'error-message.{0,400}', h, re.S)[:1])
    for n, f, w in BAD_PICTURES.values():
        files = {"files[]": SimpleUploadedFile(n, f()), "title": TITLE, "collection": collection("desk")}
        r = people["desk"].client.post(reverse("wagtailimages:add_multiple"), files, headers={"x-requested-with": "XMLHttpRequest"})
        print("##M", n, r.status_code, r.content[:200].decode())
    for c in ("html","empty"):
        n, f, w = BAD_DOCUMENTS[c]
        a = send(people["member"],"member","document",n,f).json(); h=a.get("htmlFragment") or a.get("html")
        print("##D", c, re.findall(r'error-message.{0,400}', h, re.S)[:1])
