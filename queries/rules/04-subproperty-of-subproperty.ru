#+ group: owl-rl
#+ standard: scm-spo
#+ says: A subproperty of a subproperty of a property is a subproperty of it.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT { ?p rdfs:subPropertyOf ?r } WHERE {
  ?p rdfs:subPropertyOf ?q .
  ?q rdfs:subPropertyOf ?r .
  FILTER (?p != ?r)
}
