#+ group: owl-rl
#+ standard: prp-inv1 prp-inv2
#+ says: If a property is the inverse of another, each holds in the opposite direction of the other.
PREFIX owl: <http://www.w3.org/2002/07/owl#>
INSERT { ?y ?q ?x } WHERE {
  ?p owl:inverseOf ?q .
  ?x ?p ?y .
  FILTER (!isLiteral(?y))
}
;
INSERT { ?y ?p ?x } WHERE {
  ?p owl:inverseOf ?q .
  ?x ?q ?y .
  FILTER (!isLiteral(?y))
}
