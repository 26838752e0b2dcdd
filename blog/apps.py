from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = "Blog"

    def ready(self) -> None:
        from cms.provisioning import register
        from cms.publication_signals import register_model
        from editorial.admin.access import register_member_url_names
        from profiles.contributions import register_contributions

        from .models import BlogPage, BlogTag, Category
        from .provisioning import provision_categories, provision_index

        register_model(BlogTag, Category)
        register_member_url_names("post_tag_autocomplete")
        register_contributions("posts", "Articoli", BlogPage.objects.contributed_by, order=10)
        register(provision_categories, order=21)
        register(provision_index, order=26)
