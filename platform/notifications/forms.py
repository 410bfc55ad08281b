"""What a person chooses about mails."""

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import DesignForm
from notifications.models import Mailbox


class MailsForm(DesignForm, forms.ModelForm):
    class Meta:
        model = Mailbox
        fields = ["mails"]
        help_texts = {"mails": _("The mail only says that there is news: no person, no community, no text.")}
