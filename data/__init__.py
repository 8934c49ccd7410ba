"""The bundled dataset: tables described by ``datapackage.json``."""
