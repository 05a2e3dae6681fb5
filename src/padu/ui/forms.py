"""How Django's forms look here: settings name `PaduRenderer` as FORM_RENDERER."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class PaduRenderer(DjangoTemplates):
    """Django's own widgets inside our form and field templates (label, help, errors, required or not)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
