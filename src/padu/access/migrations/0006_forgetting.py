from django.db import migrations

# In the owner's name, because the serving role may only read history. Row-level security is forced on the owner too:
# rows that the calling scope cannot read are not found. The name is checked, so no other table can be reached.
FORGET = """
create function padu_forget_history(history text, ids text[]) returns bigint
language plpgsql security definer set search_path = public as $$
declare forgotten bigint;
begin
    if current_setting('padu.system', true) is distinct from '1' then
        raise insufficient_privilege using message = 'history is forgotten by the system only';
    end if;
    if history !~ '^[a-z0-9_]+_history$' then
        raise invalid_parameter_value using message = 'no table of history';
    end if;
    execute format(
        'update %I set before = ''{}'', purpose = '''', forgotten_at = transaction_timestamp()'
        ' where row_id = any($1) and forgotten_at is null', history) using ids;
    get diagnostics forgotten = row_count;
    return forgotten;
end $$;
revoke all on function padu_forget_history(text, text[]) from public;
grant execute on function padu_forget_history(text, text[]) to padu_app;
"""


class Migration(migrations.Migration):
    """The one way by which old rows lose their contents: anonymising."""

    dependencies = [("access", "0005_guard_cases")]

    operations = [migrations.RunSQL(FORGET, "drop function padu_forget_history(text, text[]);")]
