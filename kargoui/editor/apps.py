from django.apps import AppConfig

from kargoui.core.remembered import collect_rarely


class EditorConfig(AppConfig):
    name = "kargoui.editor"

    def ready(self) -> None:
        collect_rarely()
