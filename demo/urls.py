"""The demo's one URL, behind the button of its card."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [path("scan/", views.scan, name="scan")]
