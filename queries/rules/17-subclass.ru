#+ group: owl-rl
#+ standard: cax-sco
#+ says: A thing of a subclass is of the class too.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT { ?x a ?super } WHERE {
  ?class rdfs:subClassOf ?super .
  ?x a ?class .
}
