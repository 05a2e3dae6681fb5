from django.db import migrations

GRANT = """
grant usage on schema public to padu_app;
grant select, insert, update, delete on all tables in schema public to padu_app;
grant usage, select on all sequences in schema public to padu_app;
alter default privileges in schema public grant select, insert, update, delete on tables to padu_app;
alter default privileges in schema public grant usage, select on sequences to padu_app;
"""
REVOKE = """
alter default privileges in schema public revoke select, insert, update, delete on tables from padu_app;
alter default privileges in schema public revoke usage, select on sequences from padu_app;
revoke all on all tables in schema public from padu_app;
revoke all on all sequences in schema public from padu_app;
"""


class Migration(migrations.Migration):
    """The serving role may use tables and sequences, those of today and of later; it owns none of them."""

    dependencies = [("access", "0002_guards")]

    operations = [migrations.RunSQL(GRANT, REVOKE)]
