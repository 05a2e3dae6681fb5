from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "padu.web"
    label = "web"

    def ready(self) -> None:
        from padu.apps.kampung.facts import register_facts
        from padu.apps.regions.change_rows import register_reader
        from padu.apps.regions.panels import register_panel
        from padu.web import findings_panel
        from padu.web.change_tables import read_table
        from padu.web.field.place_panel import place_panel as field_panel
        from padu.web.institutions_panel import institutions_panel
        from padu.web.kampung_facts import facts_of_village
        from padu.web.old_places import old_places_panel
        from padu.web.place_panels import index_panel, published_panel
        from padu.web.register_panel import register_panel as coverage_panel

        register_panel(5, old_places_panel)
        register_panel(10, index_panel)
        register_panel(20, published_panel)
        register_reader(read_table)
        register_panel(30, institutions_panel)
        register_facts(facts_of_village)
        register_panel(50, field_panel)
        register_panel(60, findings_panel.place_panel)
        register_panel(40, coverage_panel)
