#+ name: supersedes
#+ group: beyond
#+ says: A claim that is not doubtful supersedes those of an earlier as-of date on the same subject, in the same status, on the same indicator and population, or on the same property: with the same value, or with another one of a property that is single-valued, unless it only says less.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
INSERT { ?new ckg:supersedes ?old } WHERE {
  ?old ckg:indicator ?indicator .
  ?old ckg:about ?subject .
  ?old ckg:status ?status .
  ?old ckg:asOf ?old_as_of .
  ?new ckg:indicator ?indicator .
  ?new ckg:about ?subject .
  ?new ckg:status ?status .
  ?new ckg:asOf ?new_as_of .
  ?new ckg:certainty ?certainty .
  FILTER (SUBSTR(STR(?new_as_of), 1, STRLEN(STR(?old_as_of))) > SUBSTR(STR(?old_as_of), 1, STRLEN(STR(?new_as_of))))
  FILTER (?certainty != <https://w3id.org/clusterkg/id/certainty/doubtful>)
  FILTER (NOT EXISTS { ?old ckg:population ?whom FILTER NOT EXISTS { ?new ckg:population ?whom } })
  FILTER (NOT EXISTS { ?new ckg:population ?whom FILTER NOT EXISTS { ?old ckg:population ?whom } })
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
  FILTER (NOT EXISTS { ?old ckg:status ?how_far FILTER NOT EXISTS { ?new ckg:status ?how_far } })
  FILTER (NOT EXISTS { ?new ckg:status ?how_far FILTER NOT EXISTS { ?old ckg:status ?how_far } })
}
;
INSERT { ?new ckg:supersedes ?old } WHERE {
  ?property ckg:singleValued true .
  ?old ckg:property ?property .
  ?old ckg:about ?subject .
  ?old ckg:object ?old_object .
  ?old ckg:asOf ?old_as_of .
  ?new ckg:property ?property .
  ?new ckg:about ?subject .
  ?new ckg:object ?new_object .
  ?new ckg:asOf ?new_as_of .
  ?new ckg:certainty ?certainty .
  FILTER (!STRSTARTS(STR(?old_object), STR(?new_object)))
  FILTER (SUBSTR(STR(?new_as_of), 1, STRLEN(STR(?old_as_of))) > SUBSTR(STR(?old_as_of), 1, STRLEN(STR(?new_as_of))))
  FILTER (?certainty != <https://w3id.org/clusterkg/id/certainty/doubtful>)
  FILTER (NOT EXISTS { ?old ckg:status ?how_far FILTER NOT EXISTS { ?new ckg:status ?how_far } })
  FILTER (NOT EXISTS { ?new ckg:status ?how_far FILTER NOT EXISTS { ?old ckg:status ?how_far } })
}
