"""The addresses of this room."""

app_name = "desk"
urlpatterns: list = []
