#+ group: beyond
#+ says: A member of a project is, in the terms of EURIO, an organisation with a role in the project, which its grant agreement identifies, and with a site in its country; the site gets an IRI of its own, made from the organisation's where that is one of ours.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
PREFIX eurio: <http://data.europa.eu/s66#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT { ?membership a eurio:OrganisationRole } WHERE {
  ?project a ckg:Project .
  ?membership ckg:inPartnership ?project .
  ?membership ckg:member ?organisation .
}
;
INSERT { ?membership eurio:isInvolvedIn ?project } WHERE {
  ?membership a eurio:OrganisationRole .
  ?membership ckg:inPartnership ?project .
}
;
INSERT { ?project eurio:hasInvolvedParty ?membership } WHERE {
  ?membership a eurio:OrganisationRole .
  ?membership ckg:inPartnership ?project .
}
;
INSERT { ?membership eurio:isRoleOf ?organisation } WHERE {
  ?membership a eurio:OrganisationRole .
  ?membership ckg:member ?organisation .
}
;
INSERT { ?organisation eurio:hasRole ?membership } WHERE {
  ?membership a eurio:OrganisationRole .
  ?membership ckg:member ?organisation .
}
;
INSERT { ?organisation a eurio:Organisation } WHERE {
  ?membership eurio:isRoleOf ?organisation .
}
;
INSERT { ?membership eurio:roleLabel ?role } WHERE {
  ?membership a eurio:OrganisationRole .
  ?membership ckg:role ?concept .
  ?concept skos:notation ?role .
  FILTER (?role IN ("coordinator", "partner", "participant"))
}
;
INSERT { ?organisation eurio:hasSite ?site } WHERE {
  ?organisation a eurio:Organisation .
  ?organisation ckg:country ?country .
  FILTER (CONTAINS(STR(?organisation), "/id/organisation/"))
  BIND (IRI(REPLACE(STR(?organisation), "/id/organisation/", "/id/site/")) AS ?site)
}
;
INSERT { ?site a eurio:Site } WHERE {
  ?organisation eurio:hasSite ?site .
}
;
INSERT { ?site eurio:isSiteOf ?organisation } WHERE {
  ?organisation eurio:hasSite ?site .
}
;
INSERT { ?site eurio:hasGeographicalLocation ?country } WHERE {
  ?organisation eurio:hasSite ?site .
  ?organisation ckg:country ?country .
}
;
INSERT { ?country eurio:name ?name } WHERE {
  ?site eurio:hasGeographicalLocation ?country .
  ?country skos:prefLabel ?label .
  FILTER (LANG(?label) = "en")
  BIND (STR(?label) AS ?name)
}
;
INSERT { ?project eurio:title ?title } WHERE {
  ?project eurio:hasInvolvedParty ?membership .
  ?project skos:prefLabel ?label .
  BIND (STR(?label) AS ?title)
}
;
INSERT { ?project eurio:identifier ?number } WHERE {
  ?project eurio:hasInvolvedParty ?membership .
  ?project ckg:grantAgreement ?number .
}
