"""What is wrong with a form is said once, in words that name the field, and leads to the input."""

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _

from design.forms import DateTimeInput, DesignForm, LongSelect, Problem, problems, summary_title


class Sample(DesignForm, forms.Form):
    title = forms.CharField()
    joining = forms.ChoiceField(choices=[("a", "Anyone"), ("b", "On request")], widget=forms.RadioSelect)
    place = forms.ChoiceField(choices=[("GH", "Ghana")], label="Country")
    agreed = forms.BooleanField(label="I have read the rules")
    kind = forms.CharField(error_messages={"required": "Say what kind it is"})
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("These do not go together.")


def test_problems_name_the_field_and_lead_to_its_first_input():
    assert problems(Sample({})) == [
        Problem("These do not go together.", ""),
        Problem("Fill in “Title”.", "id_title"),
        Problem("Choose an answer for “Joining”.", "id_joining_0"),
        Problem("Choose an answer for “Country”.", "id_place"),
        Problem("Tick “I have read the rules” to go on.", "id_agreed"),
        Problem("Say what kind it is", "id_kind"),
        Problem("Fill in “Key”.", ""),
    ]


def test_problems_of_an_unsent_form_are_none():
    assert problems(Sample()) == []


def test_summary_title_begins_with_error_only_when_the_form_came_back():
    assert [summary_title(Sample({})), summary_title(Sample()), summary_title(None)] == ["Error: ", "", ""]


def test_design_form_leaves_missing_values_to_the_server_and_labels_without_a_colon():
    drawn = str(Sample()["title"].label_tag()) + str(Sample()["title"])

    assert "required" not in drawn
    assert ":" not in drawn


def test_date_time_input_prints_what_browsers_read():
    import datetime as dt

    drawn = DateTimeInput().render("at", dt.datetime(2026, 11, 20, 9, 5))

    assert 'type="datetime-local"' in drawn
    assert 'value="2026-11-20T09:05"' in drawn


def test_long_select_draws_its_options_once():
    asked = []

    def shores():
        asked.append(1)
        return [("", "–"), ("GH", "Ghana <Gold>"), ("FR", "France")]

    class Finder(DesignForm, forms.Form):
        shore = forms.ChoiceField(choices=shores, required=False, widget=LongSelect(shores))

    form = Finder({"shore": "GH"})
    form.full_clean()
    asked.clear()
    drawn = [str(form["shore"]), str(form["shore"])]

    assert len(asked) == 1
    assert drawn[0] == drawn[1]
    assert '<option value="GH" selected>Ghana &lt;Gold&gt;</option>' in drawn[0]


def test_long_select_speaks_the_readers_language():
    def words():
        return [("a", _("Anywhere"))]

    select = LongSelect(words)
    drawn = []
    for language in ("en", "fr"):
        with translation.override(language):
            drawn.append(
                (select.render("x", "") == select.render("x", ""), _("Anywhere") in select.render("x", ""))
            )

    assert drawn == [(True, True), (True, True)]
