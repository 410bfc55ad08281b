"""More kinds, level and country; what a name looks like, for those that are here already."""

from django.db import migrations, models

import institutions.models
from accounts.lookalikes import skeleton
from institutions.vocabulary import Kind, Level


def look(apps, schema_editor):
    """The first of several that look alike keeps the look; the others are renamed by hand before they can be saved."""
    seen = set()
    for one in apps.get_model("institutions", "Institution").objects.order_by("pk"):
        one.name_skeleton = skeleton(one.name)
        if one.name_skeleton not in seen:
            one.save(update_fields=["name_skeleton"])
        seen.add(one.name_skeleton)


class Migration(migrations.Migration):
    dependencies = [("institutions", "0002_opt_ins")]

    operations = [
        migrations.AddField(
            model_name="institution",
            name="country",
            field=models.CharField(
                blank=True, default="", max_length=2, validators=[institutions.models.a_country], verbose_name="country"
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="level",
            field=models.CharField(
                blank=True, choices=Level.choices, default="", max_length=12, verbose_name="level"
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="name_skeleton",
            field=models.CharField(blank=True, default="", editable=False, max_length=160),
        ),
        migrations.AlterField(
            model_name="institution",
            name="kind",
            field=models.CharField(choices=Kind.choices, max_length=24, verbose_name="kind"),
        ),
        migrations.RunPython(look, migrations.RunPython.noop),
    ]
