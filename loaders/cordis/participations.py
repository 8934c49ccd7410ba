"""H2020 participations as the CORDIS dump of December 2020 gives them: numbers, no names.

One row is one organisation (PIC) in one role in one project (rcn). The figures and dates of the
project stand on each of its rows, and the country and activity of the organisation on each of its.
"""

from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.source import Column, Table
from clusterkg.loaders.columnar.terms import (
    column,
    constant,
    country,
    date,
    decimal,
    ref,
    text,
)

from . import shared

_NA = ("NA",)

_PROJECT = ref("project/cordis-rcn", column("rcn"), safe=True)
_ORGANISATION = ref("organisation/pic", column("pic"), safe=True)
# The role is part of the name: who takes part twice in a project does so in two roles.
_PARTICIPATION = ref(
    "participation/cordis-rcn", column("rcn"), column("pic"), column("role"), safe=True
)

SOURCE = shared.source(
    "cordis-participations",
    "Participations in Horizon 2020 projects, CORDIS as of December 2020",
    Table(
        name="participations",
        columns=(
            Column("rcn", required=True, rule="digits"),
            Column("role", required=True, values=("coordinator", "participant", "partner")),
            Column("pic", required=True, pattern=shared.PIC),
            Column("type", required=True, values=shared.ACTIVITIES),
            Column("contribution", rule="amount", missing=_NA),
            Column("country", required=True, rule="country"),
            Column("start_date", rule="day", missing=_NA),
            Column("end_date", rule="day", missing=_NA),
            Column("max_contribution", rule="amount", missing=_NA),
            Column("total_cost", rule="amount", missing=_NA),
        ),
        key=("rcn", "pic", "role"),
        nodes=(
            Node(_PARTICIPATION, (
                ("rdf:type", constant("ckg:Participation")),
                ("ckg:participant", _ORGANISATION),
                ("ckg:inProject", _PROJECT),
                ("ckg:role", ref("role", column("role"), safe=True)),
                ("ckg:contribution", decimal(column("contribution"))),
                ("ckg:country", country(column("country"))),
                ("ckg:activityType", shared.activity("type")),
            )),
            Node(_PROJECT, (
                ("rdf:type", constant("ckg:Project")),
                ("ckg:rcn", text(column("rcn"))),
                ("ckg:startDate", date(column("start_date"))),
                ("ckg:endDate", date(column("end_date"))),
                ("ckg:contribution", decimal(column("max_contribution"))),
                ("ckg:totalCost", decimal(column("total_cost"))),
            ), once=True),
            Node(_ORGANISATION, (
                ("rdf:type", constant("ckg:Organisation")),
                ("ckg:pic", text(column("pic"))),
                ("ckg:country", country(column("country"))),
            ), once=True),
        ),
    ),
)
