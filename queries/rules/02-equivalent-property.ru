#+ group: owl-rl
#+ standard: scm-eqp1 scm-eqp2
#+ says: Equivalent properties are subproperties of each other.
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT { ?p rdfs:subPropertyOf ?q } WHERE {
  ?p owl:equivalentProperty ?q .
  FILTER (?p != ?q)
}
;
INSERT { ?q rdfs:subPropertyOf ?p } WHERE {
  ?p owl:equivalentProperty ?q .
  FILTER (?p != ?q)
}
;
INSERT { ?p owl:equivalentProperty ?q } WHERE {
  ?p rdfs:subPropertyOf ?q .
  ?q rdfs:subPropertyOf ?p .
  FILTER (?p != ?q)
}
