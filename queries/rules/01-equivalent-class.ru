#+ group: owl-rl
#+ standard: scm-eqc1 scm-eqc2
#+ says: Equivalent classes are subclasses of each other.
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT { ?a rdfs:subClassOf ?b } WHERE {
  ?a owl:equivalentClass ?b .
  FILTER (?a != ?b)
}
;
INSERT { ?b rdfs:subClassOf ?a } WHERE {
  ?a owl:equivalentClass ?b .
  FILTER (?a != ?b)
}
;
INSERT { ?a owl:equivalentClass ?b } WHERE {
  ?a rdfs:subClassOf ?b .
  ?b rdfs:subClassOf ?a .
  FILTER (?a != ?b)
}
