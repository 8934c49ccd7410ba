#+ group: beyond
#+ says: An organisation is an indirect member of the partnerships of the organisations that belong to it.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
INSERT { ?organisation ckg:indirectMemberOf ?partnership } WHERE {
  ?unit ckg:subOrganisationOf ?organisation .
  ?unit ckg:memberOfPartnership ?partnership .
}
