"""The addresses of HR Helper."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.generic import RedirectView

from web.login.views.sign_in import SignIn
from web.sign_in.forms import SignInForm

admin.site.site_url = f"{settings.PREFIX}/"  # "View site": below a prefix Django leaves out its slash
admin.site.enable_nav_sidebar = False  # its few tables are on its first page, and need the width
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="login"), name="home"),  # which knows who is signed in
    path("telegram/", include("web.urls")),
    path("accounts/login/", SignIn.as_view(authentication_form=SignInForm), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
if settings.HRHELPER_DEMO:
    urlpatterns.append(path("demo/", include("demo.urls")))

handler400 = "web.failure_pages.bad_request"
handler403 = "web.failure_pages.permission_denied"
handler404 = "web.failure_pages.page_not_found"
handler500 = "web.failure_pages.server_error"
