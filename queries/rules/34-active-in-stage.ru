#+ group: beyond
#+ says: An organisation may be active in a stage of a value chain when one of its themes is, or lies inside, the stage's NACE division, and is of the chain's ecosystem.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT { ?organisation ckg:activeInStage ?stage } WHERE {
  ?stage ckg:naceDivision ?division .
  ?theme skos:exactMatch ?division .
  ?stage ckg:stageOf ?chain .
  ?chain ckg:ecosystem ?ecosystem .
  ?theme ckg:ecosystem ?ecosystem .
  ?organisation ckg:theme ?theme .
  ?organisation a ckg:Organisation .
}
;
INSERT { ?organisation ckg:activeInStage ?stage } WHERE {
  ?stage ckg:naceDivision ?division .
  ?theme skos:closeMatch ?division .
  ?stage ckg:stageOf ?chain .
  ?chain ckg:ecosystem ?ecosystem .
  ?theme ckg:ecosystem ?ecosystem .
  ?organisation ckg:theme ?theme .
  ?organisation a ckg:Organisation .
}
;
INSERT { ?organisation ckg:activeInStage ?stage } WHERE {
  ?stage ckg:naceDivision ?division .
  ?theme skos:broadMatch ?division .
  ?stage ckg:stageOf ?chain .
  ?chain ckg:ecosystem ?ecosystem .
  ?theme ckg:ecosystem ?ecosystem .
  ?organisation ckg:theme ?theme .
  ?organisation a ckg:Organisation .
}
