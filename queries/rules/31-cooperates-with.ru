#+ group: beyond
#+ says: Two different members of one partnership cooperate.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
INSERT { ?a ckg:cooperatesWith ?b } WHERE {
  ?a ckg:memberOfPartnership ?partnership .
  ?b ckg:memberOfPartnership ?partnership .
  FILTER (?a != ?b)
}
