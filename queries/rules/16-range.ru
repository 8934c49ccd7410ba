#+ group: owl-rl
#+ standard: prp-rng
#+ says: What a property points at is of the property's range.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT { ?y a ?class } WHERE {
  ?p rdfs:range ?class .
  ?x ?p ?y .
  FILTER (!isLiteral(?y))
}
