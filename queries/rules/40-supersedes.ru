#+ group: beyond
#+ says: A claim that is not doubtful supersedes those of an earlier as-of date on the same subject: figures of the same indicator, population and status that are equal, of a series or planned, and statements of the same property with the same value, or with another date or value where the property is single-valued and the earlier was a plan.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
PREFIX status: <https://w3id.org/clusterkg/id/status/>
INSERT { ?new ckg:supersedes ?old } WHERE {
  ?old ckg:indicator ?indicator .
  ?old ckg:about ?subject .
  ?old ckg:status ?status .
  ?old ckg:qualifier ?old_qualifier .
  ?old ckg:asOf ?old_as_of .
  ?new ckg:indicator ?indicator .
  ?new ckg:about ?subject .
  ?new ckg:status ?status .
  ?new ckg:qualifier ?new_qualifier .
  ?new ckg:asOf ?new_as_of .
  ?new ckg:certainty ?certainty .
  FILTER (SUBSTR(STR(?new_as_of), 1, STRLEN(STR(?old_as_of))) > SUBSTR(STR(?old_as_of), 1, STRLEN(STR(?new_as_of))))
  FILTER (?certainty != <https://w3id.org/clusterkg/id/certainty/doubtful>)
  FILTER (NOT EXISTS { ?old ckg:population ?whom FILTER NOT EXISTS { ?new ckg:population ?whom } })
  FILTER (NOT EXISTS { ?new ckg:population ?whom FILTER NOT EXISTS { ?old ckg:population ?whom } })
  BIND (NOT EXISTS { VALUES ?part { ckg:value ckg:lowerBound ckg:upperBound } ?old ?part ?figure FILTER NOT EXISTS { ?new ?part ?figure } } AS ?none_less)
  BIND (NOT EXISTS { VALUES ?part { ckg:value ckg:lowerBound ckg:upperBound } ?new ?part ?figure FILTER NOT EXISTS { ?old ?part ?figure } } AS ?none_more)
  BIND (?old_qualifier = ?new_qualifier && ?none_less && ?none_more AS ?equal)
  BIND (?status IN (status:announced, status:expected, status:planned, status:proposed, status:to-be-confirmed) AS ?plan)
  FILTER (?equal || ?plan || EXISTS { ?indicator ckg:timeVarying true })
}
;
INSERT { ?new ckg:supersedes ?old } WHERE {
  ?old ckg:property ?property .
  ?old ckg:about ?subject .
  ?old ckg:object ?object .
  ?old ckg:asOf ?old_as_of .
  ?new ckg:property ?property .
  ?new ckg:about ?subject .
  ?new ckg:object ?object .
  ?new ckg:asOf ?new_as_of .
  ?new ckg:certainty ?certainty .
  FILTER (SUBSTR(STR(?new_as_of), 1, STRLEN(STR(?old_as_of))) > SUBSTR(STR(?old_as_of), 1, STRLEN(STR(?new_as_of))))
  FILTER (?certainty != <https://w3id.org/clusterkg/id/certainty/doubtful>)
}
;
INSERT { ?new ckg:supersedes ?old } WHERE {
  ?property ckg:singleValued true .
  ?old ckg:property ?property .
  ?old ckg:about ?subject .
  ?old ckg:object ?old_object .
  ?old ckg:status ?status .
  ?old ckg:asOf ?old_as_of .
  ?new ckg:property ?property .
  ?new ckg:about ?subject .
  ?new ckg:object ?new_object .
  ?new ckg:asOf ?new_as_of .
  ?new ckg:certainty ?certainty .
  FILTER (?status IN (status:announced, status:expected, status:planned, status:proposed, status:to-be-confirmed))
  FILTER (SUBSTR(STR(?new_as_of), 1, STRLEN(STR(?old_as_of))) > SUBSTR(STR(?old_as_of), 1, STRLEN(STR(?new_as_of))))
  FILTER (?certainty != <https://w3id.org/clusterkg/id/certainty/doubtful>)
  BIND (REGEX(STR(?old_object), "^[0-9]{4}(-[0-9]{2}){0,2}$") && REGEX(STR(?new_object), "^[0-9]{4}(-[0-9]{2}){0,2}$") AS ?dates)
  FILTER (!?dates || !STRSTARTS(STR(?old_object), STR(?new_object)) && !STRSTARTS(STR(?new_object), STR(?old_object)))
}
