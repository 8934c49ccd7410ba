#+ group: beyond
#+ says: The organisation of a membership is a member of the membership's partnership.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
INSERT { ?organisation ckg:memberOfPartnership ?partnership } WHERE {
  ?membership a ckg:Membership .
  ?membership ckg:member ?organisation .
  ?membership ckg:inPartnership ?partnership .
}
