#+ group: beyond
#+ says: A claim repeats those of earlier documents on the same subject, in the same status, that give the same value of the same property, or the same figure with its bounds and qualifier for the same indicator, population and period.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
INSERT { ?new ckg:repeats ?old } WHERE {
  ?old ckg:indicator ?indicator .
  ?old ckg:about ?subject .
  ?old ckg:status ?status .
  ?old ckg:qualifier ?qualifier .
  ?old ckg:statedIn ?old_document .
  ?old_document dcterms:date ?old_date .
  ?new ckg:indicator ?indicator .
  ?new ckg:about ?subject .
  ?new ckg:status ?status .
  ?new ckg:qualifier ?qualifier .
  ?new ckg:statedIn ?new_document .
  ?new_document dcterms:date ?new_date .
  FILTER (SUBSTR(STR(?old_date), 1, STRLEN(STR(?new_date))) < SUBSTR(STR(?new_date), 1, STRLEN(STR(?old_date))))
  FILTER (NOT EXISTS { VALUES ?part { ckg:value ckg:lowerBound ckg:upperBound ckg:population ckg:startDate ckg:endDate } ?old ?part ?figure FILTER NOT EXISTS { ?new ?part ?figure } })
  FILTER (NOT EXISTS { VALUES ?part { ckg:value ckg:lowerBound ckg:upperBound ckg:population ckg:startDate ckg:endDate } ?new ?part ?figure FILTER NOT EXISTS { ?old ?part ?figure } })
}
;
INSERT { ?new ckg:repeats ?old } WHERE {
  ?old ckg:property ?property .
  ?old ckg:about ?subject .
  ?old ckg:object ?object .
  ?old ckg:statedIn ?old_document .
  ?old_document dcterms:date ?old_date .
  ?new ckg:property ?property .
  ?new ckg:about ?subject .
  ?new ckg:object ?object .
  ?new ckg:statedIn ?new_document .
  ?new_document dcterms:date ?new_date .
  FILTER (SUBSTR(STR(?old_date), 1, STRLEN(STR(?new_date))) < SUBSTR(STR(?new_date), 1, STRLEN(STR(?old_date))))
  FILTER (NOT EXISTS { ?old ckg:status ?how_far FILTER NOT EXISTS { ?new ckg:status ?how_far } })
  FILTER (NOT EXISTS { ?new ckg:status ?how_far FILTER NOT EXISTS { ?old ckg:status ?how_far } })
}
