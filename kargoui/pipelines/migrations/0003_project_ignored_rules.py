"""Projects may say which rules they are not asked about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pipelines", "0002_history_is_append_only")]

    operations = [
        migrations.AddField("project", "ignored_rules", models.JSONField(blank=True, default=list)),
    ]
