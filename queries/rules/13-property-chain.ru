#+ group: owl-rl
#+ standard: prp-spo2
#+ says: A property that is declared as a chain of two or three others holds where they follow each other: a partnership under an instrument is funded under the instrument's programme.
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
INSERT { ?x ?p ?z } WHERE {
  ?p owl:propertyChainAxiom ?first .
  ?first rdf:first ?a .
  ?first rdf:rest ?second .
  ?second rdf:first ?b .
  ?second rdf:rest rdf:nil .
  ?x ?a ?y .
  ?y ?b ?z .
}
;
INSERT { ?w ?p ?z } WHERE {
  ?p owl:propertyChainAxiom ?first .
  ?first rdf:first ?a .
  ?first rdf:rest ?second .
  ?second rdf:first ?b .
  ?second rdf:rest ?third .
  ?third rdf:first ?c .
  ?third rdf:rest rdf:nil .
  ?w ?a ?x .
  ?x ?b ?y .
  ?y ?c ?z .
}
