#+ group: beyond
#+ says: Two different organisations that are located in one NUTS region of level 3 are co-located.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
INSERT { ?a ckg:coLocatedWith ?b } WHERE {
  ?region ckg:nutsLevel 3 .
  ?a ckg:locatedIn ?region .
  ?b ckg:locatedIn ?region .
  FILTER (?a != ?b)
}
