from django.db import migrations

# In the owner's name, because the serving role may only read history. Nothing but the key id, ciphertext and hash of a
# number can be changed, only where the old row holds one, and only by the system that may read the row.
RENEW = """
create function padu_renew_history(history text, old_row bigint, kind text, key_id text, ciphertext bytea, hash bytea)
returns bigint language plpgsql security definer set search_path = public as $$
declare renewed bigint;
begin
    if current_setting('padu.system', true) is distinct from '1' then
        raise insufficient_privilege using message = 'history is renewed by the system only';
    end if;
    if (history, kind) not in (('rumah_dataku_person_history', 'nik'), ('rumah_dataku_household_history', 'kk')) then
        raise invalid_parameter_value using message = 'no table of numbers';
    end if;
    execute format(
        'update %I set before = before || jsonb_build_object($2, $3, $4, $5::text, $6, $7::text)'
        ' where id = $1 and before ->> $4 is not null', history)
        using old_row, kind || '_key_id', key_id, kind || '_ciphertext', ciphertext, kind || '_hash', hash;
    get diagnostics renewed = row_count;
    return renewed;
end $$;
revoke all on function padu_renew_history(text, bigint, text, text, bytea, bytea) from public;
grant execute on function padu_renew_history(text, bigint, text, text, bytea, bytea) to padu_app;
"""


class Migration(migrations.Migration):
    """The one way by which numbers in old rows come under another key."""

    dependencies = [("rumah_dataku", "0005_history")]

    operations = [
        migrations.RunSQL(RENEW, "drop function padu_renew_history(text, bigint, text, text, bytea, bytea);")
    ]
