#+ name: indirect-member
#+ group: beyond
#+ says: An organisation is an indirect member of the partnerships of the organisations that it belongs to.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
INSERT { ?organisation ckg:indirectMemberOf ?partnership } WHERE {
  ?organisation ckg:subOrganisationOf ?parent .
  ?parent ckg:memberOfPartnership ?partnership .
}
