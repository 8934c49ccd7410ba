#+ group: owl-rl
#+ standard: prp-dom
#+ says: What has a property is of the property's domain.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT { ?x a ?class } WHERE {
  ?p rdfs:domain ?class .
  ?x ?p ?y .
}
