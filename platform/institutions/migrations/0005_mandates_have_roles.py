"""Mandates have roles; those given before are owners, as they could do everything."""

from django.db import migrations, models

ROLES = [("owner", "Owner"), ("editor", "Editor"), ("reviewer", "Reviewer"), ("reader", "Reader")]


class Migration(migrations.Migration):
    dependencies = [("institutions", "0004_institutions_do_not_look_alike")]

    operations = [
        migrations.AddField(
            model_name="mandate",
            name="role",
            field=models.CharField(choices=ROLES, default="owner", max_length=8, verbose_name="role"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["owner", "editor", "reviewer", "reader"])),
                name="mandate_role_is_known",
            ),
        ),
    ]
