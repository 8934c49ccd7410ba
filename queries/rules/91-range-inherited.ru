#+ group: owl-rl
#+ standard: scm-rng1 scm-rng2
#+ last: yes
#+ says: The range of a property holds for its subproperties, and superclasses of it are ranges as well.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT { ?p rdfs:range ?super } WHERE {
  ?p rdfs:range ?class .
  ?class rdfs:subClassOf ?super .
}
;
INSERT { ?p rdfs:range ?class } WHERE {
  ?p rdfs:subPropertyOf ?q .
  ?q rdfs:range ?class .
}
