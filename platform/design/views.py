"""The gallery: every component and every class, with invented people, for whoever builds a page."""

import datetime as dt

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.http import door
from design.forms import DateInput, DesignForm
from design.samples import AGENDA, COMMUNITIES, LIVE, MARKS, OPPORTUNITIES, POSTS, TIES

ERRORS = ("400", "403", "403_csrf", "404", "429", "500", "503")
DYES = ("indigo", "ink", "madder", "verdigris", "logwood", "walnut")


class SampleForm(DesignForm, forms.Form):
    title = forms.CharField(help_text="For example, Nurses from Kumasi in Bologna", max_length=60)
    text = forms.CharField(widget=forms.Textarea, required=False)
    closes_on = forms.DateField(label="Closing date", widget=DateInput, help_text="In the future")
    joining = forms.ChoiceField(
        choices=[("open", "Anyone can join"), ("request", "People ask to join")], widget=forms.RadioSelect
    )
    spoken = forms.MultipleChoiceField(
        label="Languages",
        choices=[("fr", "Français"), ("ar", "العربية")],
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ChoiceField(choices=[("", "Choose a country"), ("GH", "Ghana"), ("IT", "Italy")])
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    agreed = forms.BooleanField(label="I have read the rules")

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError("Enter a closing date that is in the future")
        return day


@door("N01", methods=("GET", "POST"), surface="utility")
def components(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.POST if request.method == "POST" else None)
    context = {
        "form": form,
        "crumbs": [("Home", "/"), ("Gallery", "")],
        "communities": COMMUNITIES,
        "dyes": DYES,
        "errors": ERRORS,
        "marks": MARKS,
        "moment": timezone.now() - dt.timedelta(hours=3),
        "page": Paginator(range(50), 10).page(2),
    }
    return render(request, "design/gallery.html", context, status=422 if form.errors else 200)


@door("N01", surface="utility")
def discussion(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    posts = [{**post, "at": now - dt.timedelta(minutes=post["minutes_ago"])} for post in POSTS]
    context = {
        "section": "communities",
        "crumbs": [("Communities", "/"), ("Health Workers Abroad", "/")],
        "first": posts[0],
        "read": posts[1:2],
        "fresh": posts[2:],
    }
    return render(request, "design/discussion.html", context)


@door("N01", surface="utility")
def home(request: HttpRequest) -> HttpResponse:
    context = {"live": LIVE, "opportunities": OPPORTUNITIES, "agenda": AGENDA, "ties": TIES}
    return render(request, "design/home.html", context)


@door("N01", surface="utility")
def error(request: HttpRequest, name: str) -> HttpResponse:
    if name not in ERRORS:
        raise Http404
    context = {
        "typed": ["In Hamburg the language certificate took longer than the paperwork."],
        "retry_at": "16:45 UTC",
        "links": [("Communities", "/"), ("Opportunities", "/")],
        "home": "/",
    }
    return render(request, f"{name}.html", context)
