from django.db import migrations

# The trail stays append-only for five years; what is older goes by the nightly job, which acts as the system. The years
# are those of domain/data_rights/retention.LOG_YEARS; a test holds both together.
FORWARDS = """
alter policy padu_delete on access_auditentry
    using (current_setting('padu.system', true) = '1' and at < now() - interval '5 years');
"""
BACKWARDS = "alter policy padu_delete on access_auditentry using (false);"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_history"), ("access", "0007_history")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
