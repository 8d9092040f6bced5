"""Rounds that can be withdrawn, and answers that agree with the programmes."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

PERSON = {
    'editable': False,
    'null': True,
    'on_delete': django.db.models.deletion.PROTECT,
    'related_name': '+',
    'to': settings.AUTH_USER_MODEL,
}
NOT_CLOSED = {'closed_at': None, 'closed_by': None}
NOT_WITHDRAWN = {'withdrawn_at': None, 'withdrawn_by': None}

# An answer is contradicted where this is its status: 該当なし with a programme, 回答済み with none.
CONTRADICTED = """
    CASE WHEN EXISTS (
        SELECT FROM platform_members_programme AS programme
        WHERE programme.organisation_id = answer.organisation_id
          AND programme.fiscal_year = round.fiscal_year
    ) THEN 'nothing' ELSE 'answered' END
"""
TAKE_BACK = """
    UPDATE platform_members_roundanswer AS answer
       SET status = 'waiting', answered_at = NULL, answered_by_id = NULL
      FROM platform_members_collectionround AS round
     WHERE round.id = answer.round_id AND answer.status =
"""
TRIGGERS = f"""
    CREATE FUNCTION platform_members_take_back_answer() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP IN ('UPDATE', 'DELETE') THEN
            {TAKE_BACK} {CONTRADICTED}
               AND answer.organisation_id = OLD.organisation_id
               AND round.fiscal_year = OLD.fiscal_year;
        END IF;
        IF TG_OP IN ('INSERT', 'UPDATE') THEN
            {TAKE_BACK} {CONTRADICTED}
               AND answer.organisation_id = NEW.organisation_id
               AND round.fiscal_year = NEW.fiscal_year;
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER programme_takes_back_answer
        AFTER INSERT OR DELETE OR UPDATE OF organisation_id, fiscal_year
        ON platform_members_programme
        FOR EACH ROW EXECUTE FUNCTION platform_members_take_back_answer();

    CREATE FUNCTION platform_members_refuse_contradiction() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM platform_members_roundanswer AS answer
              JOIN platform_members_collectionround AS round ON round.id = answer.round_id
             WHERE answer.id = NEW.id AND answer.status = {CONTRADICTED}
        ) THEN
            RAISE check_violation USING
                CONSTRAINT = 'round_answer_agrees_with_programmes',
                MESSAGE = 'round_answer_agrees_with_programmes: 回答済み needs a programme of the'
                          ' year, 該当なし needs that there is none';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER round_answer_agrees_with_programmes
        AFTER INSERT OR UPDATE ON platform_members_roundanswer
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION platform_members_refuse_contradiction();
"""
NO_TRIGGERS = """
    DROP TRIGGER round_answer_agrees_with_programmes ON platform_members_roundanswer;
    DROP FUNCTION platform_members_refuse_contradiction();
    DROP TRIGGER programme_takes_back_answer ON platform_members_programme;
    DROP FUNCTION platform_members_take_back_answer();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('platform_members', '0009_meeting_imports'),
    ]

    operations = [
        migrations.AddField(
            model_name='collectionround',
            name='withdrawn_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='取り下げた日時'),
        ),
        migrations.AddField(
            model_name='collectionround',
            name='withdrawn_by',
            field=models.ForeignKey(verbose_name='取り下げた人', **PERSON),
        ),
        migrations.AddField(
            model_name='collectionround',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='版'),
        ),
        migrations.AlterField(
            model_name='collectionround',
            name='status',
            field=models.CharField(choices=[('open', '受付中'), ('closed', '締め切り'), ('withdrawn', '取り下げ')], default='open', editable=False, max_length=10, verbose_name='状態'),
        ),
        migrations.AlterField(
            model_name='collectionround',
            name='fiscal_year',
            field=models.PositiveSmallIntegerField(help_text='西暦で入力します。令和4年度は2022です。', validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='年度'),
        ),
        migrations.RemoveConstraint(
            model_name='collectionround', name='round_is_closed_by_somebody'
        ),
        migrations.AddConstraint(
            model_name='collectionround',
            constraint=models.CheckConstraint(
                name='round_status_has_its_day_and_person',
                condition=Q(status='open', **NOT_WITHDRAWN, **NOT_CLOSED)
                | Q(
                    status='closed',
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    **NOT_WITHDRAWN,
                )
                | Q(
                    status='withdrawn',
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                    **NOT_CLOSED,
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name='collectionround',
            constraint=models.UniqueConstraint(
                name='round_once_a_year',
                fields=['fiscal_year'],
                condition=Q(('status', 'withdrawn'), _negated=True),
            ),
        ),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(TAKE_BACK + CONTRADICTED, migrations.RunSQL.noop, elidable=True),
    ]
