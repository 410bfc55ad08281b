"""No two institutions look alike; a level is one of the list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("institutions", "0003_kinds_levels_and_looks")]

    operations = [
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("name_skeleton", ""), _negated=True),
                fields=("name_skeleton",),
                name="institutions_do_not_look_alike",
                violation_error_message="An institution here has this name, or one that looks like it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", ["", "local", "region", "national", "mission", "countries", "world"])
                ),
                name="institution_level_is_known",
            ),
        ),
    ]
