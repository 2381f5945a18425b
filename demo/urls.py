"""The demo's one URL: what the phone in the demo's card does."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [path("scan/", views.scan, name="scan")]
