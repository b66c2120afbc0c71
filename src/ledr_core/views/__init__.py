"""What operations give back: frozen values with the keys that the API promises, an area a module; their JSON form."""

from ledr_core.views.json_form import as_json

__all__ = ["as_json"]
