#+ group: owl-rl
#+ standard: prp-trp
#+ says: A transitive property leads on: a region within a region of a country is within the country.
PREFIX owl: <http://www.w3.org/2002/07/owl#>
INSERT { ?x ?p ?z } WHERE {
  ?p a owl:TransitiveProperty .
  ?x ?p ?y .
  ?y ?p ?z .
}
