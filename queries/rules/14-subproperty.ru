#+ group: owl-rl
#+ standard: prp-spo1
#+ says: What a subproperty says, the property says too.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT { ?x ?q ?y } WHERE {
  ?p rdfs:subPropertyOf ?q .
  ?x ?p ?y .
}
