"""The addresses of this room."""

from django.urls import path

from institutions.views import asking, pages, team, vouching

app_name = "institutions"
urlpatterns = [
    path("", pages.institutions, name="list"),
    path("new/", asking.new, name="new"),
    path("requests/<int:pk>/", asking.shown, name="request"),
    path("requests/<int:pk>/confirm/", asking.confirm, name="confirm"),
    path("requests/<int:pk>/decline/", asking.decline, name="decline"),
    path("requests/<int:pk>/withdraw/", asking.withdraw, name="withdraw"),
    path("invitations/", team.invitations, name="invitations"),
    path("invitations/<int:pk>/accept/", team.accept, name="accept"),
    path("invitations/<int:pk>/decline/", team.decline, name="decline-invitation"),
    path("terms/", team.read_terms, name="terms"),
    path("leave/", team.leave, name="leave"),
    path("<slug:slug>/", pages.institution, name="institution"),
    path("<slug:slug>/renew/", pages.renew, name="renew"),
    path("<slug:slug>/vouches/", vouching.vouches, name="vouches"),
    path("<slug:slug>/vouches/<int:pk>/", vouching.vouch, name="vouch"),
    path("<slug:slug>/vouches/<int:pk>/decline/", vouching.decline, name="decline-vouch"),
    path("<slug:slug>/vouches/<int:pk>/withdraw/", vouching.withdraw, name="withdraw-vouch"),
    path("<slug:slug>/team/", team.team, name="team"),
    path("<slug:slug>/team/hand-over/", team.hand_over, name="hand-over"),
    path("<slug:slug>/team/<int:pk>/", team.person, name="person"),
    path("<slug:slug>/team/<int:pk>/end/", team.end, name="end"),
    path(
        "<slug:slug>/team/invitations/<int:pk>/withdraw/",
        team.withdraw_invitation,
        name="withdraw-invitation",
    ),
]
