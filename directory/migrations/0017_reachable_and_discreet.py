"""Two columns: whether a window can be reached, and whether it is risky to be seen with it."""

from django.conf import settings
from django.db import migrations, models


# Windows of the first data about violence at home, sexual violence and the police.
DISCREET = """
b2ca7f47-a77e-5bf9-8234-0b50d0eb84d9 6fe28bf2-baa5-526d-82ab-107b8c6c552a
2c415f5d-69fb-52f7-97ae-9b02e7d9b081 32c4da08-c7ca-59b3-895c-fc7c18dcdda9
0a1dd3bc-60c9-5ac8-8379-8790c4e536c2 d235e196-ebbe-5d3d-9b21-9f1629f53f91
5db67eb9-56d5-5496-91e2-1e3d4ea34b0e d59c590a-0748-50ef-9597-7c0119a67cd5
409173ab-51fc-5101-a54e-210dd0437a8b 25032a29-faa9-557f-b28a-e2ed1d6e3ed6
0f91ee2c-05fb-59e1-b120-86e70d007f03 48fe88cc-2404-5f4d-a4b1-e5a52a4841d3
""".split()


def note_what_is_there(apps, schema_editor):
    Window = apps.get_model("directory", "Window")
    without_place = models.Q(address="", place_note="") | models.Q(confidential_location=True)
    Window.objects.filter(without_place, phones=None, email="", website="").update(reachable=False)
    Window.objects.filter(uid__in=DISCREET).update(discreet=True)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0016_confirmations_know_the_former'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='window',
            name='window_in_list_order',
        ),
        migrations.AddField(
            model_name='window',
            name='discreet',
            field=models.BooleanField(default=False, help_text='DVなどの窓口に付けます。ブラウザーの履歴に窓口の名前が残らず、ページの初めに安全のための案内が出ます。', verbose_name='見られると危険な窓口'),
        ),
        migrations.AddField(
            model_name='window',
            name='reachable',
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.AddIndex(
            model_name='window',
            index=models.Index(fields=['status', '-reachable', 'order', 'id'], name='window_in_list_order'),
        ),
        migrations.RunPython(note_what_is_there, migrations.RunPython.noop),
    ]
