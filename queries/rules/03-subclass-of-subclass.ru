#+ group: owl-rl
#+ standard: scm-sco
#+ says: A subclass of a subclass of a class is a subclass of it.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT { ?a rdfs:subClassOf ?c } WHERE {
  ?a rdfs:subClassOf ?b .
  ?b rdfs:subClassOf ?c .
  FILTER (?a != ?c)
}
