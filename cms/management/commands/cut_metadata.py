from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.images.services import clean_all


class Command(BaseCommand):
    help = "Toglie dai file delle immagini già caricate il luogo, la macchina e ogni altro dato che non è l’immagine."

    def handle(self, *args: Any, **options: Any) -> None:
        reports = list(clean_all())
        changed = [report.name for report in reports if report.is_changed]
        failed = [report for report in reports if report.problem]
        for name in changed:
            self.stdout.write(f"ripulita: {name}")
        self.stdout.write(f"file guardati {len(reports)}, ripuliti {len(changed)}, non ripuliti {len(failed)}")
        if failed:
            rows = "\n".join(f"- {report.name}: {report.problem}" for report in failed)
            raise CommandError(f"Questi file non si possono ripulire:\n{rows}")
