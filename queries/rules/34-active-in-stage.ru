#+ name: active-in-stage
#+ group: beyond
#+ says: An organisation with a theme that is, or lies inside, the NACE division of a stage of a value chain is active in that stage.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT { ?organisation ckg:activeInStage ?stage } WHERE {
  ?stage ckg:naceDivision ?division .
  ?theme skos:exactMatch ?division .
  ?organisation ckg:theme ?theme .
  ?organisation a ckg:Organisation .
}
;
INSERT { ?organisation ckg:activeInStage ?stage } WHERE {
  ?stage ckg:naceDivision ?division .
  ?theme skos:closeMatch ?division .
  ?organisation ckg:theme ?theme .
  ?organisation a ckg:Organisation .
}
;
INSERT { ?organisation ckg:activeInStage ?stage } WHERE {
  ?stage ckg:naceDivision ?division .
  ?theme skos:broadMatch ?division .
  ?organisation ckg:theme ?theme .
  ?organisation a ckg:Organisation .
}
