"""History is only ever added to: the database itself refuses to change a row of it.

SQLite loses a table's triggers when a later migration remakes the table: such a migration makes them again.
"""

from typing import Any

from django.db import migrations

TABLES = ("pipelines_revision", "pipelines_revisionchange", "pipelines_auditentry")

SQLITE = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION pipelines_refuse_update()
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION pipelines_refuse_update() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def make_triggers(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
    for table in TABLES:
        template = POSTGRESQL if vendor == "postgresql" else SQLITE
        schema_editor.execute(template.format(table=table), params=None)


def drop_triggers(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        on_table = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_is_append_only{on_table}", params=None)
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION pipelines_refuse_update()", params=None)


class Migration(migrations.Migration):
    dependencies = [("pipelines", "0001_initial")]
    operations = [migrations.RunPython(make_triggers, drop_triggers)]
