"""The components keep their contracts: what they draw, and what they refuse."""

import datetime as dt

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils import timezone, translation

MOMENT = dt.datetime(2026, 11, 20, 8, 30, tzinfo=dt.UTC)


def draw(source, **context):
    return engines["django"].from_string(source).render(context)


class Sample(forms.Form):
    title = forms.CharField(help_text="For example, a question")
    joining = forms.ChoiceField(choices=[("a", "Anyone"), ("b", "On request")], widget=forms.RadioSelect)
    password = forms.CharField(widget=forms.PasswordInput, required=False)
    agreed = forms.BooleanField()
    key = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    "source, what",
    [
        ('{% icon "reply" colour="red" %}', "colour"),
        ('{% icon "no-such-icon" %}', "no-such-icon"),
        ('{% avatar "Ana" size=45 %}', "size"),
        ('{% tag "x" tone="loud" %}', "loud"),
        ('{% button "x" kind="huge" %}', "huge"),
        ('{% button "x" onclick="y" %}', "onclick"),
        ('{% button_link "x" "/" kind="huge" %}', "huge"),
        ('{% panel heading="x" colour="red" %}{% endpanel %}', "colour"),
        ('{% panel heading="x" tone="loud" %}{% endpanel %}', "loud"),
        ('{% panel heading="x" level=1 %}{% endpanel %}', "level"),
        ('{% banner tone="loud" %}{% endbanner %}', "loud"),
        ('{% banner role="main" %}{% endbanner %}', "main"),
        ('{% toast "x" tone="loud" %}', "loud"),
        ('{% empty "x" level=9 %}', "level"),
    ],
)
def test_component_refuses_what_it_does_not_know(source, what):
    with pytest.raises(TemplateSyntaxError, match=what):
        draw(source)


def test_icon_is_hidden_and_flips_only_when_told():
    assert 'class="i flip"' in draw('{% icon "reply" flip=True %}')
    assert 'aria-hidden="true" class="i"' in draw('{% icon "clock" %}')


def test_tag_marks_the_language_of_its_label():
    drawn = draw('{% tag "العربية" tone="lang" lang="ar" %}')

    assert drawn == '<span class="tag lang" lang="ar" dir="rtl">العربية</span>'


def test_tag_escapes_its_label():
    assert "&lt;b&gt;" in draw("{% tag label %}", label="<b>")


def test_when_prints_utc_for_machines_and_the_readers_zone_for_people():
    with timezone.override("Europe/Madrid"):
        drawn = draw("{% when moment %}", moment=MOMENT)

    assert 'datetime="2026-11-20T08:30:00Z"' in drawn
    assert "09:30 CET" in drawn
    assert "data-relative" in drawn


def test_when_stays_absolute_where_the_date_matters():
    assert "data-relative" not in draw("{% when moment relative=False %}", moment=MOMENT)
    assert draw("{% when day %}", day=MOMENT.date()) == '<time datetime="2026-11-20">20 November 2026</time>'
    assert draw("{% when none %}", none=None) == ""


def test_field_ties_label_hint_and_message_to_the_input():
    drawn = draw("{% field form.title %}", form=Sample({"title": ""}))

    assert '<label for="id_title">Title</label>' in drawn
    assert '<p class="msg" id="id_title_error">Fill in “Title”.</p>' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert drawn.index("id_title_error") < drawn.index("<input")


def test_field_of_choices_is_a_fieldset_with_a_legend():
    drawn = draw("{% field form.joining %}", form=Sample({}))

    assert '<fieldset aria-describedby="id_joining_error">' in drawn
    assert "<legend>Joining</legend>" in drawn
    assert drawn.count('<label class="check"') == 2


def test_field_says_what_is_optional():
    form = Sample()

    assert "(optional)" in draw("{% field form.password %}", form=form)
    assert "(optional)" not in draw("{% field form.title %}", form=form)


def test_field_of_a_password_offers_to_show_it_only_with_scripts():
    drawn = draw("{% field form.password %}", form=Sample())

    assert 'type="button" hidden data-show-password="id_password" aria-pressed="false"' in drawn


def test_form_fields_keep_what_was_typed_and_begin_with_the_summary():
    drawn = draw("{% form_fields form %}", form=Sample({"title": "Kept <b>", "key": "k"}))

    assert drawn.index('role="alert"') < drawn.index('id="id_title"')
    assert 'value="Kept &lt;b&gt;"' in drawn
    assert 'type="hidden" name="key" value="k"' in drawn
    assert '<a href="#id_joining_0">Choose an answer for “Joining”.</a>' in drawn
    assert drawn.count("Choose an answer for “Joining”.") == 2


def test_error_summary_takes_the_focus_without_scripts():
    assert 'role="alert" tabindex="-1" autofocus' in draw("{% error_summary form %}", form=Sample({}))
    assert draw("{% error_summary form %}", form=Sample()).strip() == ""


def test_panel_wraps_its_content_with_a_heading_of_its_level():
    drawn = draw(
        "{% panel heading=heading level=3 %}<p>{{ text }}</p>{% endpanel %}", heading="<Rules>", text="<x>"
    )

    assert '<h3 class="head">&lt;Rules&gt;</h3>' in drawn
    assert "<p>&lt;x&gt;</p>" in drawn


def test_empty_offers_one_thing_to_do():
    drawn = draw('{% empty "Nothing yet" "Be the first." "Start" "/new/" %}')

    assert '<a class="btn primary" href="/new/">' in drawn


def test_empty_stands_in_the_empty_part_of_a_loop():
    drawn = draw('{% for row in rows %}{{ row }}{% empty %}{% empty "Nothing yet" %}{% endfor %}', rows=[])

    assert "Nothing yet" in drawn


def test_pagination_keeps_the_rest_of_the_query():
    request = RequestFactory().get("/", {"q": "a&b", "page": "2"})
    drawn = draw("{% pagination page %}", page=Paginator(range(30), 10).page(2), request=request)

    assert 'rel="prev" href="?q=a%26b&amp;page=1"' in drawn
    assert 'rel="next" href="?q=a%26b&amp;page=3"' in drawn


def test_pagination_of_a_single_page_is_nothing():
    assert draw("{% pagination page %}", page=Paginator([1], 10).page(1)).strip() == ""


def test_names_of_languages_and_countries():
    with translation.override("fr"):
        drawn = draw(
            '{{ "ar"|language_name }} {{ "fr"|language_name }} {{ "DE"|country_name }} {{ "ur"|direction }}'
        )

    assert drawn == "العربية Français Allemagne rtl"
