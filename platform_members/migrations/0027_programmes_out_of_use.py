"""Programmes that can be taken out of use; an answer counts those in use."""

from django.db import migrations, models

CONTRADICTED = """
    CASE WHEN EXISTS (
        SELECT FROM platform_members_programme AS programme
        WHERE programme.organisation_id = answer.organisation_id
          AND programme.fiscal_year = round.fiscal_year {in_use}
    ) THEN 'nothing' ELSE 'answered' END
"""
TAKE_BACK = """
    UPDATE platform_members_roundanswer AS answer
       SET status = 'waiting', answered_at = NULL, answered_by_id = NULL
      FROM platform_members_collectionround AS round
     WHERE round.id = answer.round_id AND answer.status =
"""


def functions(in_use: str) -> str:
    """Functions of the triggers, which count programmes under a condition."""
    contradicted = CONTRADICTED.format(in_use=in_use)
    return f"""
    CREATE OR REPLACE FUNCTION platform_members_take_back_answer() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP IN ('UPDATE', 'DELETE') THEN
            {TAKE_BACK} {contradicted}
               AND answer.organisation_id = OLD.organisation_id
               AND round.fiscal_year = OLD.fiscal_year;
        END IF;
        IF TG_OP IN ('INSERT', 'UPDATE') THEN
            {TAKE_BACK} {contradicted}
               AND answer.organisation_id = NEW.organisation_id
               AND round.fiscal_year = NEW.fiscal_year;
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION platform_members_refuse_contradiction() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM platform_members_roundanswer AS answer
              JOIN platform_members_collectionround AS round ON round.id = answer.round_id
             WHERE answer.id = NEW.id AND answer.status = {contradicted}
        ) THEN
            RAISE check_violation USING
                CONSTRAINT = 'round_answer_agrees_with_programmes',
                MESSAGE = 'round_answer_agrees_with_programmes: 回答済み needs a programme of the'
                          ' year, 該当なし needs that there is none';
        END IF;
        RETURN NULL;
    END $$;
    """


def trigger(columns: str) -> str:
    """Trigger on programmes, fired by changes of some columns."""
    return f"""
    DROP TRIGGER programme_takes_back_answer ON platform_members_programme;
    CREATE TRIGGER programme_takes_back_answer
        AFTER INSERT OR DELETE OR UPDATE OF {columns}
        ON platform_members_programme
        FOR EACH ROW EXECUTE FUNCTION platform_members_take_back_answer();
    """


BEFORE = functions('') + trigger('organisation_id, fiscal_year')
AFTER = functions('AND programme.retired_at IS NULL') + trigger(
    'organisation_id, fiscal_year, retired_at'
)


class Migration(migrations.Migration):

    dependencies = [('platform_members', '0026_updates_finished_when_they_wait')]

    operations = [
        migrations.AddField(
            model_name='programme',
            name='retired_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='使わないことにした日時'),
        ),
        migrations.RunSQL(AFTER, BEFORE),
    ]
