#+ group: owl-rl
#+ standard: scm-dom1 scm-dom2
#+ last: yes
#+ says: The domain of a property holds for its subproperties, and superclasses of it are domains as well.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT { ?p rdfs:domain ?super } WHERE {
  ?p rdfs:domain ?class .
  ?class rdfs:subClassOf ?super .
}
;
INSERT { ?p rdfs:domain ?class } WHERE {
  ?p rdfs:subPropertyOf ?q .
  ?q rdfs:domain ?class .
}
