"""The register of data about people names every stored field once, with what the law and members ask of it."""

import io
import json

from django.core.management import call_command

from config.inventory import CLASSES, register, stored


def test_every_stored_field_is_in_the_register_once():
    known = {
        model: sorted(field for row in rows for field in row["fields"]) for model, rows in register().items()
    }

    assert known == {model: sorted(fields) for model, fields in stored().items()}


def test_what_is_about_people_has_a_purpose_an_audience_and_an_end():
    rows = [row for model in register().values() for row in model]

    assert {row["class"] for row in rows} <= set(CLASSES)
    assert [row for row in rows if not row["purpose"]] == []
    about_people = [row for row in rows if row["class"] != "none"]
    assert [row for row in about_people if not (row["audience"] and row["kept"])] == []


def test_whoever_points_at_a_person_is_not_called_technical():
    from django.apps import apps

    from accounts.models import User

    pointing = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label in stored()
        for field in model._meta.local_concrete_fields
        if field.related_model is User
    }
    technical = {
        (model, field) for model, rows in register().items() for row in rows if row["class"] == "none"
        for field in row["fields"]
    }  # fmt: skip

    assert pointing & technical == {
        ("accounts.User_user_permissions", "user")
    }  # Django's table, never filled


def test_the_command_prints_the_register():
    out = io.StringIO()

    call_command("data_inventory", json=True, stdout=out)

    assert json.loads(out.getvalue()) == register()
