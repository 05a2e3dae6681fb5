"""Make the database that browser tests walk: schema, places, lists and a small demo. Run by the fixture `site`."""

from __future__ import annotations

import os
import sys

import django
import psycopg
from psycopg import sql

FAMILIES, VILLAGES = 40, 6


def create_database(name: str) -> None:
    from padu.settings.environment import CHECKOUT
    from padu.settings.postgres import embedded

    params = embedded(CHECKOUT, "test").owner_params()
    with psycopg.connect(**params, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))


def main() -> None:
    create_database(os.environ["PADU_BROWSER_DATABASE"])
    django.setup()
    from padu.apps.institutions.services.national_team import load_national_team
    from padu.apps.programmes.services import load_reference
    from padu.apps.regions.services import load_regions
    from padu.cli.demo.load import load_demo
    from padu.cli.migrate import apply_migrations

    apply_migrations()
    load_regions()
    load_reference()
    load_national_team()
    load_demo(FAMILIES, VILLAGES, tell=lambda line: print(line, file=sys.stderr))


if __name__ == "__main__":
    main()
